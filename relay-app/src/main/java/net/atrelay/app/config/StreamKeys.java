package net.atrelay.app.config;

import static net.atrelay.app.config.Kinds.duration;
import static net.atrelay.app.config.Kinds.flag;
import static net.atrelay.app.config.Kinds.integer;
import static net.atrelay.app.config.Kinds.size;
import static net.atrelay.app.config.Kinds.smallSize;

import java.time.Duration;
import net.atrelay.fanout.StreamConfig;
import net.atrelay.fanout.StreamConfig.Buffers;
import net.atrelay.fanout.StreamConfig.Liveness;
import net.atrelay.fanout.StreamConfig.Parting;
import net.atrelay.fanout.StreamConfig.Replay;

/// The keys of the stream that consumers read.
final class StreamKeys {
    private static final int CONTROL_FRAME_BYTES = 125;
    private static final int GIB = 1 << 30;
    private static final Duration SOON = Duration.ofMillis(1);
    private static final Duration DAY = Duration.ofDays(1);

    private StreamKeys() {}

    static Section<StreamConfig> section() {
        return Section.of("Stream", "RELAY_STREAM_", StreamConfig.defaults())
                .key("consumersMax", integer(1, 1_000_000), "Consumers at the same time; who comes later is sent away")
                .key(
                        "inboundFrameBytesMax",
                        smallSize(CONTROL_FRAME_BYTES, GIB),
                        "Largest WebSocket frame that a consumer may send")
                .key(
                        "slowConsumerFrame",
                        flag(),
                        "Whether a consumer that makes no progress is told ConsumerTooSlow before the close")
                .part("liveness", liveness())
                .part("buffers", buffers())
                .part("replay", replay())
                .part("parting", parting());
    }

    private static Section<Liveness> liveness() {
        return Section.of("When a consumer is gone or stuck", "RELAY_STREAM_LIVENESS_", Liveness.DEFAULTS)
                .key("pingEvery", duration(SOON, DAY), "Longest time between two pings")
                .key("silenceMax", duration(SOON, DAY), "Time without any frame or pong after which it is gone")
                .key("stallMax", duration(SOON, DAY), "Time in which its socket took no byte though some waited");
    }

    private static Section<Buffers> buffers() {
        return Section.of("Memory of consumers", "RELAY_STREAM_BUFFERS_", Buffers.DEFAULTS)
                .key("lowBytes", smallSize(1, GIB), "Waiting bytes of one consumer at which writing goes on")
                .key("highBytes", smallSize(1, GIB), "Waiting bytes of one consumer at which writing stops")
                .key("chunkBytes", smallSize(1, GIB), "About how much is encoded, read and written at once")
                .key("encodedBytesMax", size(1, 64L * GIB), "Encoded bytes kept for all consumers near the tip");
    }

    private static Section<Replay> replay() {
        return Section.of("Reading the log", "RELAY_STREAM_REPLAY_", Replay.DEFAULTS)
                .key("threads", integer(1, 1_024), "Threads that read")
                .key("openReadersMax", integer(0, 100_000), "Readers that stay open between two reads");
    }

    private static Section<Parting> parting() {
        return Section.of("How consumers are sent away", "RELAY_STREAM_PARTING_", Parting.DEFAULTS)
                .key(
                        "holdMin",
                        duration(Duration.ZERO, DAY),
                        "Shortest time before one that cannot be served is closed")
                .key("holdMax", duration(Duration.ZERO, DAY), "Longest such time")
                .key("drainSpread", duration(Duration.ZERO, DAY), "Time over which a stopping relay closes consumers")
                .key("closeWait", duration(SOON, DAY), "How long a consumer may take to answer a close");
    }
}
