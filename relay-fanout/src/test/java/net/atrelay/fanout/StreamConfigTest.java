package net.atrelay.fanout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class StreamConfigTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void defaultsAreKindToClients() {
        StreamConfig defaults = StreamConfig.defaults();

        assertTrue(defaults.liveness().pingEvery().toSeconds() <= 10);
        assertEquals(Duration.ofSeconds(60), defaults.liveness().stallMax());
        assertTrue(defaults.slowConsumerFrame());
        assertEquals(Duration.ofSeconds(1), defaults.parting().holdMin());
        assertEquals(Duration.ofSeconds(5), defaults.parting().holdMax());
        assertEquals(Duration.ofSeconds(5), defaults.parting().drainSpread());
    }

    @Test
    void valuesOutOfBoundsAreRefused() {
        refused("consumersMax", () -> stream(0, 125));
        refused("inboundFrameBytesMax", () -> stream(1, 124));
        refused("pingEvery", () -> new StreamConfig.Liveness(Duration.ZERO, SECOND, SECOND));
        refused("silenceMax", () -> new StreamConfig.Liveness(SECOND, SECOND, SECOND));
        refused("stallMax", () -> new StreamConfig.Liveness(SECOND, SECOND.plus(SECOND), Duration.ZERO));
        refused("lowBytes", () -> new StreamConfig.Buffers(0, 1, 1, 1));
        refused("highBytes", () -> new StreamConfig.Buffers(2, 1, 1, 1));
        refused("chunkBytes", () -> new StreamConfig.Buffers(1, 1, 0, 1));
        refused("encodedBytesMax", () -> new StreamConfig.Buffers(1, 1, 2, 1));
        refused("threads", () -> new StreamConfig.Replay(0, 1));
        refused("openReadersMax", () -> new StreamConfig.Replay(1, -1));
        refused("holdMin", () -> new StreamConfig.Parting(SECOND.negated(), SECOND, SECOND, SECOND));
        refused("holdMax", () -> new StreamConfig.Parting(SECOND, Duration.ZERO, SECOND, SECOND));
        refused("drainSpread", () -> new StreamConfig.Parting(SECOND, SECOND, SECOND.negated(), SECOND));
        refused("closeWait", () -> new StreamConfig.Parting(SECOND, SECOND, SECOND, Duration.ZERO));
    }

    @Test
    void boundsThemselvesAreAccepted() {
        assertEquals(125, stream(1, 125).inboundFrameBytesMax());
        assertEquals(1, new StreamConfig.Buffers(1, 1, 1, 1).encodedBytesMax());
        assertEquals(0, new StreamConfig.Replay(1, 0).openReadersMax());
        assertEquals(
                Duration.ZERO,
                new StreamConfig.Parting(Duration.ZERO, Duration.ZERO, Duration.ZERO, SECOND).drainSpread());
    }

    private static StreamConfig stream(int consumersMax, int inboundFrameBytesMax) {
        return new StreamConfig(
                consumersMax,
                inboundFrameBytesMax,
                true,
                StreamConfig.Liveness.DEFAULTS,
                StreamConfig.Buffers.DEFAULTS,
                StreamConfig.Replay.DEFAULTS,
                StreamConfig.Parting.DEFAULTS);
    }

    private static void refused(String name, Executable config) {
        String message = String.valueOf(
                assertThrows(IllegalArgumentException.class, config).getMessage());
        assertTrue(message.startsWith(name + ":"), message);
    }
}
