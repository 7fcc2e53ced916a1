package net.atrelay.verify.listing;

import java.util.List;
import net.atrelay.verify.core.ListedRepo;
import org.jspecify.annotations.Nullable;

/// What a host answered when asked for a page of the list of its accounts.
public sealed interface RepoPage {
    /// @param repos entries that are some
    /// @param unusable entries that are none
    /// @param cursor where the next page begins; null after the last
    /// @param bytes of the whole answer
    record Listed(
            List<ListedRepo> repos, int unusable, @Nullable String cursor, int bytes) implements RepoPage {}

    /// The host has no such list.
    record NotOffered() implements RepoPage {}

    /// Nothing learned; it may be asked again.
    ///
    /// @param detail for the host's operator
    /// @param heldOff whether it was not asked at all, since it wishes to be left alone for now
    record Failed(String detail, boolean heldOff) implements RepoPage {}
}
