package net.atrelay.store.bus;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.TimeUnit;
import net.atrelay.atproto.syntax.Did;
import org.junit.jupiter.api.Test;

class OverRateTest {
    private static final long HOUR = TimeUnit.HOURS.toMicros(1);

    @Test
    void aWaitIsUntilThatMomentAndNoneOnceItHasPassed() {
        assertEquals(300, over(1_000).waitMicros(700));
        assertEquals(0, over(1_000).waitMicros(1_000));
        assertEquals(0, over(1_000).waitMicros(1_000_000_000));
    }

    @Test
    void aClockThatIsFarOffKeepsNobodyWaitingForLong() {
        assertEquals(HOUR, over(1_000 * HOUR).waitMicros(0));
    }

    @Test
    void theLaterOneIsTold() {
        assertEquals(over(2), OverRate.later(over(1), over(2)));
        assertEquals(over(2), OverRate.later(over(2), over(1)));
    }

    private static OverRate over(long untilMicros) {
        return new OverRate(new Did("did:web:a.example.com"), 42, untilMicros);
    }
}
