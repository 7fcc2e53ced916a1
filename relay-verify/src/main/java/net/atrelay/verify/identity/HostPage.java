package net.atrelay.verify.identity;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What another relay answered when asked for a page of its hosts (lexicon: com.atproto.sync.listHosts).
public sealed interface HostPage {
    /// @param hosts entries that name one, as the relay wrote them
    /// @param unusable entries that name none
    /// @param cursor where the next page begins; null after the last
    record Listed(
            List<ListedHost> hosts, int unusable, @Nullable String cursor) implements HostPage {}

    /// Nothing learned.
    ///
    /// @param detail one line for the operator
    /// @param passing whether the same question may be answered later
    /// @param retryAfter how long the relay wishes to be left alone; null when it does not say
    record Failed(String detail, boolean passing, @Nullable Duration retryAfter) implements HostPage {}

    /// A host that another relay reads.
    ///
    /// @param hostname as it was written, which may be no hostname
    /// @param status a word of the lexicon, or another one; null when the relay does not say
    /// @param seq where the relay stands in the host's stream; null when it does not say
    record ListedHost(
            String hostname,
            @Nullable String status,
            @Nullable Long seq) {}
}
