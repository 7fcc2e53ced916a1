package net.atrelay.store.log;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// The tables of a store that follow topics: what other nodes have made durable is taken over, in order for each
/// partition, together with the place that it was read up to.
public interface FollowedTables {
    /// Hands over what was read. Never blocks; the sender bounds what is not done yet.
    void follow(Followed taken);

    /// Offset of the first record of the partition that is not in the tables; null when none was ever taken over.
    /// Reads block: platform threads only.
    @Nullable
    Long place(String topic, int partition);

    /// Another node reads the host from now on, and none of its frames is in flight here.
    ///
    /// @return done once all that was handed over before is durable
    CompletableFuture<Void> forget(String host);
}
