package net.atrelay.app.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import net.atrelay.fanout.StreamConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StreamKeysTest {
    private static final Map<String, String> EVERY_KEY = Map.ofEntries(
            Map.entry("RELAY_STREAM_CONSUMERS_MAX", "2"),
            Map.entry("RELAY_STREAM_INBOUND_FRAME_BYTES_MAX", "3KiB"),
            Map.entry("RELAY_STREAM_SLOW_CONSUMER_FRAME", "false"),
            Map.entry("RELAY_STREAM_LIVENESS_PING_EVERY", "4s"),
            Map.entry("RELAY_STREAM_LIVENESS_SILENCE_MAX", "50s"),
            Map.entry("RELAY_STREAM_LIVENESS_STALL_MAX", "6s"),
            Map.entry("RELAY_STREAM_BUFFERS_LOW_BYTES", "7KiB"),
            Map.entry("RELAY_STREAM_BUFFERS_HIGH_BYTES", "8KiB"),
            Map.entry("RELAY_STREAM_BUFFERS_CHUNK_BYTES", "9KiB"),
            Map.entry("RELAY_STREAM_BUFFERS_ENCODED_BYTES_MAX", "10MiB"),
            Map.entry("RELAY_STREAM_REPLAY_THREADS", "11"),
            Map.entry("RELAY_STREAM_REPLAY_OPEN_READERS_MAX", "12"),
            Map.entry("RELAY_STREAM_PARTING_HOLD_MIN", "13ms"),
            Map.entry("RELAY_STREAM_PARTING_HOLD_MAX", "14ms"),
            Map.entry("RELAY_STREAM_PARTING_DRAIN_SPREAD", "15s"),
            Map.entry("RELAY_STREAM_PARTING_CLOSE_WAIT", "16s"));

    @Test
    void nothingSetGivesTheDefaults() {
        assertEquals(StreamConfig.defaults(), Keys.read(Map.of()).stream());
    }

    @Test
    void everyKeyReachesItsComponent() {
        Keys.assertWhole("RELAY_STREAM_", EVERY_KEY);
        StreamConfig expected = new StreamConfig(
                2,
                3 << 10,
                false,
                new StreamConfig.Liveness(Duration.ofSeconds(4), Duration.ofSeconds(50), Duration.ofSeconds(6)),
                new StreamConfig.Buffers(7 << 10, 8 << 10, 9 << 10, 10L << 20),
                new StreamConfig.Replay(11, 12),
                new StreamConfig.Parting(
                        Duration.ofMillis(13), Duration.ofMillis(14), Duration.ofSeconds(15), Duration.ofSeconds(16)));
        assertEquals(expected, Keys.read(EVERY_KEY).stream());
    }

    @ParameterizedTest
    @CsvSource({
        "CONSUMERS_MAX, 0",
        "INBOUND_FRAME_BYTES_MAX, 124B",
        "SLOW_CONSUMER_FRAME, yes",
        "LIVENESS_PING_EVERY, 0s",
        "LIVENESS_STALL_MAX, 25h",
        "BUFFERS_LOW_BYTES, 0B",
        "BUFFERS_CHUNK_BYTES, 2GiB",
        "REPLAY_THREADS, 0",
        "REPLAY_OPEN_READERS_MAX, -1",
        "PARTING_HOLD_MIN, -1s",
        "PARTING_CLOSE_WAIT, 0s"
    })
    void aBadValueIsRefused(String key, String value) {
        Keys.assertRefused("RELAY_STREAM_" + key, value);
    }

    @Test
    void whatDoesNotGoTogetherIsToldInTheNamesOfKeys() {
        List<String> problems = Keys.problems(Map.of("RELAY_STREAM_LIVENESS_SILENCE_MAX", "5s"));
        assertEquals(1, problems.size(), problems.toString());
        assertEquals(
                "RELAY_STREAM_LIVENESS_SILENCE_MAX: 5s (expected: > RELAY_STREAM_LIVENESS_PING_EVERY)",
                problems.getFirst());
    }
}
