package net.atrelay.store.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HostProgressTest {
    private record Frame(long ordinal, long epoch, long hostSeq) {}

    @Test
    void aGapHoldsTheCursorUntilItIsFilled() {
        HostProgress progress = new HostProgress(0, 10L);
        progress.settle(1, 0, 12);
        progress.settle(2, 0, 13);
        assertEquals(10L, progress.cursor());
        progress.settle(0, 0, 11);
        assertEquals(13L, progress.cursor());
        assertEquals(0, progress.runs());
    }

    @Test
    void aNewEpochWinsOverAnyOldSeq() {
        HostProgress progress = new HostProgress(0, 1_000L);
        progress.settle(0, 1, 3);
        assertEquals(1, progress.epoch());
        assertEquals(3L, progress.cursor());
    }

    @Test
    void replaysAfterAReconnectNeverMoveItBack() {
        HostProgress progress = new HostProgress(0, null);
        progress.settle(0, 0, 100);
        progress.settle(2, 0, 91);
        progress.settle(1, 0, 90);
        assertEquals(100L, progress.cursor());
    }

    @Test
    void afterAResetFramesOfOlderEpochsAreIgnored() {
        HostProgress progress = new HostProgress(0, 50L);
        progress.reset(1, null);
        assertNull(progress.cursor());
        progress.settle(0, 0, 51);
        assertNull(progress.cursor());
        progress.settle(1, 1, 2);
        assertEquals(2L, progress.cursor());
    }

    @Test
    void aFrameIsSettledOnce() {
        HostProgress progress = new HostProgress(0, null);
        progress.settle(0, 0, 1);
        progress.settle(3, 0, 4);
        assertThrows(IllegalStateException.class, () -> progress.settle(0, 0, 1));
        assertThrows(IllegalStateException.class, () -> progress.settle(3, 0, 4));
    }

    @Test
    void anyOrderOfCompletionGivesWhatTheNaiveModelGives() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            compareWithModel(random, "seed " + seed + " round " + round);
        }
    }

    @Test
    void memoryIsBoundedByFramesInFlightHoweverLongOneTakes() {
        HostProgress progress = new HostProgress(0, null);
        for (long ordinal = 1; ordinal <= 1_000_000; ordinal++) {
            progress.settle(ordinal, 0, ordinal);
        }
        assertEquals(1, progress.runs());
        progress.settle(0, 0, 0);
        assertEquals(1_000_000L, progress.cursor());
    }

    private static void compareWithModel(Random random, String label) {
        List<Frame> frames = frames(random, 1 + random.nextInt(400));
        int inFlightMax = 1 + random.nextInt(60);
        HostProgress progress = new HostProgress(0, null);
        Set<Long> settled = new HashSet<>();
        List<Frame> inFlight = new ArrayList<>();
        int offered = 0;
        while (settled.size() < frames.size()) {
            while (offered < frames.size() && inFlight.size() < inFlightMax) {
                inFlight.add(frames.get(offered++));
            }
            Frame frame = inFlight.remove(random.nextInt(inFlight.size()));
            settled.add(frame.ordinal);
            progress.settle(frame.ordinal, frame.epoch, frame.hostSeq);
            Frame expected = model(frames, settled);
            assertEquals(expected == null ? null : Long.valueOf(expected.hostSeq), progress.cursor(), label);
            assertEquals(expected == null ? 0 : expected.epoch, progress.epoch(), label);
            assertTrue(progress.runs() <= inFlight.size() + 1, label);
        }
    }

    @Test
    void anEpochThatFramesWereSettledInIsNotBegunAgainAfterACrash() {
        HostProgress progress = new HostProgress(1, 90L);
        progress.settle(1, 2, 10);
        assertEquals(90L, progress.cursor(), "the frame before it is not settled");
        assertEquals(2, progress.epochAfterCrash(), "the host's next log that went back begins the third");
        progress.settle(0, 1, 91);
        assertEquals(10L, progress.cursor());
        assertEquals(2, progress.epochAfterCrash());
    }

    @Test
    void aHostWithoutACursorIsReadInANewEpochAfterACrashIfAnyFrameOfItIsSettled() {
        HostProgress progress = new HostProgress(0, null);
        assertEquals(0, progress.epochAfterCrash());
        progress.settle(1, 0, 101);
        assertNull(progress.cursor());
        assertEquals(1, progress.epochAfterCrash());
        progress.settle(0, 0, 100);
        assertEquals(101L, progress.cursor());
        assertEquals(0, progress.epochAfterCrash());
    }

    @Test
    void aHostWithoutAPlaceBeginsBeforeItsFirstFrame() {
        HostProgress progress = new HostProgress(0, null);
        assertTrue(progress.begin(new HostCursor("h.test", 0, 99L)));
        assertEquals(99L, progress.cursor());
        progress.settle(1, 0, 101);
        assertEquals(99L, progress.cursor(), "the first frame is not settled");
        assertEquals(0, progress.epochAfterCrash());
        progress.settle(0, 0, 100);
        assertEquals(101L, progress.cursor());
    }

    @Test
    void aHostThatHasAPlaceDoesNotBeginAgain() {
        HostProgress progress = new HostProgress(1, 50L);
        assertFalse(progress.begin(new HostCursor("h.test", 1, 9L)));
        assertFalse(progress.begin(new HostCursor("h.test", 0, 70L)));
        assertEquals(50L, progress.cursor());
        progress.reset(2, null);
        assertTrue(progress.begin(new HostCursor("h.test", 2, 0L)));
        assertEquals(0L, progress.cursor());
        assertEquals(2, progress.epoch());
    }

    /// Seqs rise by 1 to 3; now and then a reconnect repeats some, or the host begins a new epoch.
    private static List<Frame> frames(Random random, int count) {
        List<Frame> frames = new ArrayList<>();
        long epoch = 0;
        long hostSeq = 0;
        for (int ordinal = 0; ordinal < count; ordinal++) {
            switch (random.nextInt(40)) {
                case 0 -> {
                    epoch++;
                    hostSeq = random.nextInt(5);
                }
                case 1 -> hostSeq = Math.max(0, hostSeq - random.nextInt(20));
                default -> hostSeq += 1 + random.nextInt(3);
            }
            frames.add(new Frame(ordinal, epoch, hostSeq));
        }
        return frames;
    }

    private static @Nullable Frame model(List<Frame> frames, Set<Long> settled) {
        Frame greatest = null;
        for (Frame frame : frames) {
            if (!settled.contains(frame.ordinal)) {
                break;
            }
            if (greatest == null
                    || frame.epoch > greatest.epoch
                    || (frame.epoch == greatest.epoch && frame.hostSeq > greatest.hostSeq)) {
                greatest = frame;
            }
        }
        return greatest;
    }
}
