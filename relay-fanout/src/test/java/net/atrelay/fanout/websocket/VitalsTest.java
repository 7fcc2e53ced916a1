package net.atrelay.fanout.websocket;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import net.atrelay.fanout.StreamConfig;
import net.atrelay.fanout.websocket.Vitals.Verdict;
import org.junit.jupiter.api.Test;

class VitalsTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final long START = -5;

    private final Vitals vitals = new Vitals(
            new StreamConfig.Liveness(Duration.ofSeconds(10), Duration.ofSeconds(90), Duration.ofSeconds(60)),
            SECOND,
            START);

    @Test
    void aPingGoesAtTheLastLookBeforeItIsLate() {
        assertEquals(Verdict.WELL, idleAt(8));
        assertEquals(Verdict.PING_DUE, idleAt(9));
        vitals.pinged(at(9));
        assertEquals(Verdict.WELL, idleAt(17));
        assertEquals(Verdict.PING_DUE, idleAt(18));
    }

    @Test
    void whoAnswersIsNeverSilent() {
        for (int second = 1; second <= 1_000; second += 80) {
            vitals.pinged(at(second));
            vitals.heard(at(second));
            assertEquals(Verdict.WELL, idleAt(second + 1));
        }
    }

    @Test
    void whoAnswersNothingIsSilent() {
        vitals.pinged(at(85));
        assertEquals(Verdict.WELL, idleAt(89));
        assertEquals(Verdict.SILENT, idleAt(90));
    }

    @Test
    void whoTakesNoByteThoughSomeWaitIsStalled() {
        vitals.pinged(at(60));
        assertEquals(Verdict.WELL, vitals.judge(at(1), 1_000, 10, 7));
        assertEquals(Verdict.WELL, vitals.judge(at(60), 1_000, 10, 7));
        assertEquals(Verdict.STALLED, vitals.judge(at(61), 1_000, 10, 7));
    }

    @Test
    void whoTakesAnyByteIsWellHoweverLongItLasts() {
        for (int second = 1; second < 1_000; second += 50) {
            vitals.pinged(at(second));
            assertEquals(Verdict.WELL, vitals.judge(at(second), 1_000, second, 7));
        }
        assertEquals(Verdict.PING_DUE, vitals.judge(at(1_010), 1_000, 951, 8));
        assertEquals(Verdict.PING_DUE, vitals.judge(at(1_069), 2_000, 951, 8));
    }

    @Test
    void aBacklogThatMovesIsNoSilence() {
        vitals.judge(at(50), 1_000, 1, 7);
        vitals.judge(at(100), 1_000, 2, 7);
        vitals.pinged(at(150));
        assertEquals(Verdict.WELL, idleAt(150));
        assertEquals(Verdict.SILENT, idleAt(190));
    }

    @Test
    void theTimeWithoutBacklogIsNoStall() {
        vitals.judge(at(1), 1_000, 10, 7);
        idleAt(50);
        vitals.judge(at(60), 1_000, 10, 7);
        vitals.pinged(at(105));
        assertEquals(Verdict.WELL, vitals.judge(at(109), 1_000, 10, 7));
        assertEquals(Verdict.STALLED, vitals.judge(at(120), 1_000, 10, 7));
    }

    private Verdict idleAt(long second) {
        return vitals.judge(at(second), 0, 0, 0);
    }

    private static long at(long second) {
        return START + second * SECOND;
    }
}
