package net.atrelay.store.account;

import java.util.List;
import net.atrelay.atproto.syntax.Did;
import org.jspecify.annotations.Nullable;

/// Finds accounts by what is to be done about them; as durable as the states themselves. Reads block: platform
/// threads only.
public interface AccountIndex {
    /// Hosts with accounts that wait for room, in the order of their names.
    ///
    /// @param after list hosts greater than this one; null for the start
    List<String> hostsWithWaiting(@Nullable String after, int limit);

    /// The host's accounts that wait for room, those first that have been there longest.
    List<Did> waiting(String hostname, int limit);

    /// Accounts that their hosts have called inactive but not deleted, in the order of their DIDs.
    ///
    /// @param after list DIDs greater than this one; null for the start
    List<Did> inactive(@Nullable Did after, int limit);
}
