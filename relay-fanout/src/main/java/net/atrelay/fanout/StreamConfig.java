package net.atrelay.fanout;

import java.time.Duration;

/// All settings of the stream that consumers read.
///
/// @param consumersMax consumers at the same time; who comes later is accepted, held and sent away
/// @param inboundFrameBytesMax largest WebSocket frame that a consumer may send; nothing that it sends is
///     read
/// @param slowConsumerFrame whether the error frame `ConsumerTooSlow` goes before the close 1008; some
///     clients never come back after an error frame, and do after a bare close
/// @param liveness when a consumer counts as gone or stuck
/// @param buffers what is held in memory for one consumer and for all
/// @param replay how the log is read for consumers that are behind the hot tail
/// @param parting how consumers are sent away
public record StreamConfig(
        int consumersMax,
        int inboundFrameBytesMax,
        boolean slowConsumerFrame,
        Liveness liveness,
        Buffers buffers,
        Replay replay,
        Parting parting) {
    public StreamConfig {
        require(consumersMax > 0, "consumersMax", "> 0");
        require(inboundFrameBytesMax >= 125, "inboundFrameBytesMax", ">= 125, a control frame");
    }

    /// What an operator gets who sets nothing.
    public static StreamConfig defaults() {
        return new StreamConfig(
                5_000, 16 << 10, true, Liveness.DEFAULTS, Buffers.DEFAULTS, Replay.DEFAULTS, Parting.DEFAULTS);
    }

    /// When a consumer counts as gone or stuck.
    ///
    /// @param pingEvery longest time between two pings
    /// @param silenceMax time without any inbound frame, pongs included, after which a consumer that has
    ///     been sent all is gone; while bytes wait for its socket, `stallMax` decides instead
    /// @param stallMax time in which the socket took no byte though some waited, after which a consumer is
    ///     too slow
    public record Liveness(Duration pingEvery, Duration silenceMax, Duration stallMax) {
        public static final Liveness DEFAULTS =
                new Liveness(Duration.ofSeconds(10), Duration.ofSeconds(90), Duration.ofSeconds(60));

        public Liveness {
            require(pingEvery.isPositive(), "pingEvery", "> 0");
            require(silenceMax.compareTo(pingEvery) > 0, "silenceMax", "> pingEvery");
            require(stallMax.isPositive(), "stallMax", "> 0");
        }
    }

    /// Bytes in memory. For one consumer wait at most `highBytes`, one chunk and one frame, and a replaying
    /// one has one more chunk ready; so a pong is never behind more than that (plus what the kernel holds,
    /// which grows with what the link carries). The defaults are an eighth of a second of the whole
    /// network's stream.
    ///
    /// @param lowBytes waiting bytes at which writing goes on
    /// @param highBytes waiting bytes at which writing stops
    /// @param chunkBytes about how much is encoded, read from the log and written at once; at least one
    ///     frame
    /// @param encodedBytesMax encoded chunks that are kept for all consumers near the tip
    public record Buffers(int lowBytes, int highBytes, int chunkBytes, long encodedBytesMax) {
        public static final Buffers DEFAULTS = new Buffers(128 << 10, 256 << 10, 256 << 10, 16L << 20);

        public Buffers {
            require(lowBytes > 0, "lowBytes", "> 0");
            require(highBytes >= lowBytes, "highBytes", ">= lowBytes");
            require(chunkBytes > 0, "chunkBytes", "> 0");
            require(encodedBytesMax >= chunkBytes, "encodedBytesMax", ">= chunkBytes");
        }
    }

    /// How the log is read.
    ///
    /// @param threads platform threads that read
    /// @param openReadersMax readers that stay open between two chunks, since each holds files and
    ///     read-ahead; further ones look up their place anew for each chunk
    public record Replay(int threads, int openReadersMax) {
        public static final Replay DEFAULTS = new Replay(4, 64);

        public Replay {
            require(threads > 0, "threads", "> 0");
            require(openReadersMax >= 0, "openReadersMax", ">= 0");
        }
    }

    /// How consumers are sent away. An upgrade is never refused: clients that are answered 503 come back at
    /// once and without end, those that are closed after a while back off.
    ///
    /// @param holdMin shortest time between accepting and closing a consumer that cannot be served
    /// @param holdMax longest such time
    /// @param drainSpread time over which a draining node closes its consumers
    /// @param closeWait how long the peer may take to answer a close
    public record Parting(Duration holdMin, Duration holdMax, Duration drainSpread, Duration closeWait) {
        public static final Parting DEFAULTS =
                new Parting(Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(5));

        public Parting {
            require(!holdMin.isNegative(), "holdMin", ">= 0");
            require(holdMax.compareTo(holdMin) >= 0, "holdMax", ">= holdMin");
            require(!drainSpread.isNegative(), "drainSpread", ">= 0");
            require(closeWait.isPositive(), "closeWait", "> 0");
        }
    }

    private static void require(boolean holds, String name, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(name + ": out of bounds (expected: " + rule + ")");
        }
    }
}
