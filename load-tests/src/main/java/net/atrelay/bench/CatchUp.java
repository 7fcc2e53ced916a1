package net.atrelay.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.rocksdb.RocksDBException;

/// How long one consumer took from cursor 0 to the tip, and how long with a [BareReplay] of the same database, both in
/// the same rounds.
///
/// @param events in each round
/// @param relayNanos of all rounds
/// @param bareNanos of all rounds
record CatchUp(long events, long rounds, long relayNanos, long bareNanos) {
    private static final int ROUNDS = 3;

    /// Replays in turn, after one of each that does not count.
    ///
    /// @param database the folder of the files of the relay's database
    static CatchUp measure(PeersProcess peers, int relayPort, Path database, long events) throws IOException {
        try (BareReplay bare = new BareReplay(database)) {
            peers.replay(relayPort, events);
            replay(bare, peers, events);
            long relayNanos = 0;
            long bareNanos = 0;
            for (int i = 0; i < ROUNDS; i++) {
                relayNanos += peers.replay(relayPort, events);
                bareNanos += replay(bare, peers, events);
            }
            return new CatchUp(events, ROUNDS, relayNanos, bareNanos);
        }
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
        return events * rounds * 1e9 / relayNanos;
    }
}
