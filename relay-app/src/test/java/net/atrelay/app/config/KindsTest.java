package net.atrelay.app.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KindsTest {

    @ParameterizedTest
    @CsvSource({
        "0B, 0",
        "1, 1",
        "1023, 1023",
        "5KiB, 5120",
        "64MiB, 67108864",
        "1GiB, 1073741824",
        "2TiB, 2199023255552"
    })
    void aSizeIsBytes(String text, long bytes) {
        assertEquals(bytes, Kinds.size(0, Long.MAX_VALUE).parser().parse(text));
    }

    @ParameterizedTest
    @CsvSource({"0ms, 0", "5ms, 5", "30s, 30000", "10m, 600000", "72h, 259200000"})
    void aDurationHasAUnit(String text, long millis) {
        Kind<Duration> kind = Kinds.duration(Duration.ZERO, Duration.ofDays(30));
        assertEquals(Duration.ofMillis(millis), kind.parser().parse(text));
    }

    @Test
    void anOverflowIsNoNumber() {
        assertNull(Kinds.size(0, Long.MAX_VALUE).parser().parse("9000000000TiB"));
        assertNull(Kinds.size(0, Long.MAX_VALUE).parser().parse("9223372036854775808"));
    }

    @Test
    void everyDefaultIsReadBackAsItIsWritten() {
        Settings.ALL.sections().forEachKey(KindsTest::assertReadBack);
    }

    private static <T> void assertReadBack(Key<T> key) {
        String written = key.kind().writer().apply(key.defaultValue());
        assertEquals(key.defaultValue(), key.kind().parser().parse(written), key.name() + "=" + written);
    }
}
