package net.atrelay.store.account;

import java.util.List;
import net.atrelay.atproto.syntax.Did;
import net.atrelay.atproto.syntax.Nsid;
import org.jspecify.annotations.Nullable;

/// Finds the active accounts that are known to have records in a collection; as durable as the states themselves.
/// Reads block: platform threads only.
public interface CollectionIndex {
    /// The accounts of a collection, in the order of their DIDs.
    ///
    /// @param after list DIDs greater than this one; null for the start
    /// @param limit how many at most
    List<Did> accounts(Nsid collection, @Nullable Did after, int limit);
}
