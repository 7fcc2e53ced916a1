package net.atrelay.atproto.syntax;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import net.atrelay.atproto.Seeds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TidTest {
    @Test
    void theKnownExampleHasItsMomentAndClock() {
        Tid tid = new Tid("3lmxjza3nva27");
        assertEquals(Instant.parse("2025-04-16T21:30:26.724710Z"), Instant.EPOCH.plus(tid.micros(), ChronoUnit.MICROS));
        assertEquals(5, tid.clock());
        assertEquals(tid, Tid.of(tid.micros(), 5));
    }

    @Test
    void zeroIsTheSmallest() {
        assertEquals(new Tid("2222222222222"), Tid.of(0, 0));
        assertEquals(0, new Tid("2222222222222").micros());
        assertEquals(new Tid("bzzzzzzzzzzzz"), Tid.of((1L << 53) - 1, 1_023));
    }

    @Test
    void aSetTopBitMeansTheFarFuture() {
        Tid top = new Tid("jzzzzzzzzzzzz");
        assertEquals((1L << 54) - 1, top.micros());
        assertTrue(top.compareTo(Tid.of((1L << 53) - 1, 1_023)) > 0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "3jzfcijpj2z2",
                "3jzfcijpj2z2aa",
                "3jzfcijpj2z21",
                "0000000000000",
                "3JZFCIJPJ2Z2A",
                "kjzfcijpj2z2a",
                "zzzzzzzzzzzzz",
                "3jzf-cij-pj2z-2a",
                "3jzfcijpj2z2é",
                "3jzfcijpj2z28",
                "3jzfcijpj2z2 "
            })
    void textOfAnotherFormIsNone(String text) {
        assertNull(Tid.parse(text));
        assertThrows(IllegalArgumentException.class, () -> new Tid(text));
    }

    @Test
    void partsOutOfRangeAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> Tid.of(1L << 53, 0));
        assertThrows(IllegalArgumentException.class, () -> Tid.of(-1, 0));
        assertThrows(IllegalArgumentException.class, () -> Tid.of(0, 1_024));
        assertThrows(IllegalArgumentException.class, () -> Tid.of(0, -1));
    }

    @Test
    void orderOfTextIsOrderOfTime() {
        Seeds.forEach(500, random -> {
            long one = random.nextLong(1L << 53);
            long other = random.nextLong(1L << 53);
            assertEquals(
                    Long.signum(Long.compare(one, other)),
                    Integer.signum(Tid.of(one, 7).compareTo(Tid.of(other, 7))));
            assertEquals(one, Tid.of(one, 3).micros());
        });
    }
}
