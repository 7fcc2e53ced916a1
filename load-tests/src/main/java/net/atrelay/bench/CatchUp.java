package net.atrelay.bench;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.rocksdb.RocksDBException;

/// How long one consumer took from cursor 0 to the tip, and how long with a [BareReplay] of the same database after the
/// relay had ended.
///
/// @param events in each round
/// @param relayNanos of all rounds
/// @param bareNanos of all rounds
record CatchUp(long events, long relayNanos, long bareNanos) {
    private static final int ROUNDS = 3;

    /// Has the relay replay, once to warm up and then for each round.
    ///
    /// @return nanoseconds of the rounds
    static long relay(PeersProcess peers, int port, long events) throws IOException {
        return rounds(() -> peers.replay(port, events));
    }

    /// The same from the tables that the relay has left behind.
    ///
    /// @param relayNanos as [#relay] has told
    static CatchUp of(PeersProcess peers, EventTables tables, long events, long relayNanos) throws IOException {
        try (BareReplay bare = new BareReplay(tables)) {
            return new CatchUp(events, relayNanos, rounds(() -> replay(bare, peers, events)));
        }
    }

    private static long rounds(Replay replay) throws IOException {
        replay.nanos(); // to warm up
        long nanos = 0;
        for (int i = 0; i < ROUNDS; i++) {
            nanos += replay.nanos();
        }
        return nanos;
    }

    private static long replay(BareReplay bare, PeersProcess peers, long events) throws IOException {
        CompletableFuture<Void> served = CompletableFuture.runAsync(() -> {
            try {
                bare.serve();
            } catch (IOException | RocksDBException e) {
                throw new CompletionException(e);
            }
        });
        long nanos = peers.replay(bare.port(), events);
        served.join();
        return nanos;
    }

    /// The relay's speed as a part of the bare one's.
    double ratio() {
        return (double) bareNanos / relayNanos;
    }

    double eventsPerSecond() {
        return events * ROUNDS * 1e9 / relayNanos;
    }

    @FunctionalInterface
    private interface Replay {
        long nanos() throws IOException;
    }
}
