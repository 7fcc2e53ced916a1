package net.atrelay.store.account;

import java.util.List;
import net.atrelay.atproto.syntax.Did;
import org.jspecify.annotations.Nullable;

/// Lists the accounts that the operator has taken down; as durable as the states themselves. Reads block: platform
/// threads only.
public interface TakedownIndex {
    /// In the order of their DIDs.
    ///
    /// @param after list DIDs greater than this one; null for the start
    List<Did> takenDown(@Nullable Did after, int limit);
}
