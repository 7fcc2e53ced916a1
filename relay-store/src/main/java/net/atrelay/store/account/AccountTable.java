package net.atrelay.store.account;

import java.util.List;
import net.atrelay.atproto.syntax.Did;
import org.jspecify.annotations.Nullable;

/// Durable account states, in the order of their DIDs. Reads block: platform threads only, never an event loop.
public interface AccountTable {
    /// Null when the relay has never taken anything in for this DID.
    @Nullable
    AccountState find(Did did);

    /// @param after list DIDs greater than this one; null for the start
    /// @param limit how many at most
    List<AccountState> list(@Nullable Did after, int limit);
}
