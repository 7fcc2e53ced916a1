package net.atrelay.fanout.websocket;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import net.atrelay.fanout.ConsumerState;
import net.atrelay.fanout.DisconnectReason;
import net.atrelay.store.StoreConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What each cursor gets, in bytes on a socket (protocol reference §1.9, R-025 to R-030).
class CursorStageTest {
    private static final byte[] OUTDATED_CURSOR =
            HexFormat.of().parseHex("a261746523696e666f626f7001" + "a1646e616d656e4f75746461746564437572736f72");
    private static final byte[] FUTURE_CURSOR =
            HexFormat.of().parseHex("a1626f7020" + "a1656572726f726c467574757265437572736f72");

    /// Far more than the tail holds: the first hundreds are in the log only.
    private static final int EVENTS = 1_000;

    private static final long FIRST = Bench.BASE;
    private static final long LAST = Bench.BASE + EVENTS - 1;

    @TempDir
    Path directory;

    @Test
    void noCursorGetsWhatComesFromNowOn() {
        try (Bench bench = filled();
                WireConsumer consumer = bench.connect(null)) {
            bench.awaitState(ConsumerState.LIVE, 1);
            bench.append(3);

            consumer.expectSeqs(LAST + 1, LAST + 3);
        }
    }

    @Test
    void cursorZeroGetsTheWholeWindowWithoutInfo() {
        try (Bench bench = filled();
                WireConsumer consumer = bench.connect(0L)) {
            consumer.expectSeqs(FIRST, LAST);
            bench.append(3);
            consumer.expectSeqs(LAST + 1, LAST + 3);
        }
    }

    @Test
    void cursorInTheWindowGetsWhatIsAfterIt() {
        try (Bench bench = filled()) {
            for (long cursor : new long[] {FIRST, FIRST + 1, FIRST + 333, LAST - 100, LAST - 1}) {
                try (WireConsumer consumer = bench.connect(cursor)) {
                    consumer.expectSeqs(cursor + 1, LAST);
                }
            }
        }
    }

    @Test
    void cursorJustBelowTheWindowHasMissedNothing() {
        try (Bench bench = filled();
                WireConsumer consumer = bench.connect(FIRST - 1)) {
            consumer.expectSeqs(FIRST, LAST);
        }
    }

    @Test
    void cursorBelowTheWindowIsToldSoAndGetsTheWholeWindow() {
        try (Bench bench = filled()) {
            for (long cursor : new long[] {FIRST - 2, 1}) {
                try (WireConsumer consumer = bench.connect(cursor)) {
                    consumer.expectFrame(OUTDATED_CURSOR);
                    consumer.expectSeqs(FIRST, bench.tip());
                    bench.append(1);
                    consumer.expectSeqs(bench.tip(), bench.tip());
                }
            }
        }
    }

    @Test
    void cursorAtTheTipGetsOnlyWhatIsNew() {
        try (Bench bench = filled();
                WireConsumer consumer = bench.connect(LAST)) {
            bench.awaitState(ConsumerState.LIVE, 1);
            bench.append(1);

            consumer.expectSeqs(LAST + 1, LAST + 1);
        }
    }

    @Test
    void cursorAboveTheTipIsRefusedWithErrorFrameAndPolicyClose() {
        try (Bench bench = filled()) {
            for (long cursor : new long[] {LAST + 1, Long.MAX_VALUE}) {
                try (WireConsumer consumer = bench.connect(cursor)) {
                    consumer.expectFrame(FUTURE_CURSOR);
                    consumer.expectClose(1008, "FutureCursor");
                }
            }
            bench.awaitDisconnects(DisconnectReason.FUTURE_CURSOR, 2);
        }
    }

    @Test
    void emptyWindowServesEveryCursorUpToItsEdge() {
        try (Bench bench = new Bench(directory);
                WireConsumer none = bench.connect(null);
                WireConsumer zero = bench.connect(0L);
                WireConsumer edge = bench.connect(FIRST - 1);
                WireConsumer old = bench.connect(FIRST - 2)) {
            old.expectFrame(OUTDATED_CURSOR);
            bench.awaitState(ConsumerState.LIVE, 4);
            bench.append(2);

            for (WireConsumer consumer : new WireConsumer[] {none, zero, edge, old}) {
                consumer.expectSeqs(FIRST, FIRST + 1);
            }
        }
    }

    @Test
    void everyCursorAfterARestartGetsEverySeq() {
        int events = 300;
        long last = FIRST + events - 1;
        for (int round = 0; round < 3; round++) {
            try (Bench bench = new Bench(directory)) {
                bench.append(events / 3);
            }
        }
        try (Bench bench = new Bench(directory)) {
            for (long cursor = FIRST - 1; cursor <= last; cursor += cursor % 7 + 1) {
                try (WireConsumer consumer = bench.connect(cursor)) {
                    consumer.expectSeqs(cursor + 1, last);
                }
            }
            try (WireConsumer open = bench.connect(FIRST + 50)) {
                bench.append(100);
                open.expectSeqs(FIRST + 51, last + 100);
            }
        }
    }

    @Test
    void afterAJumpOfTheSeqsTheOldCursorIsOutdated() {
        filled().close();
        long base = Bench.BASE + 1_000_000;
        StoreConfig jumped = Bench.STORE.withSeqBase(base);
        try (Bench bench = new Bench(directory, jumped, Bench.config(), log -> log);
                WireConsumer consumer = bench.connect(LAST)) {
            consumer.expectFrame(OUTDATED_CURSOR);
            bench.append(2);
            consumer.expectSeqs(base, base + 1);
        }
    }

    @Test
    void framesOfAllLengthsArriveWhole() {
        try (Bench bench = new Bench(directory)) {
            int[] lengths = {11, 125, 126, 127, 65_535, 65_536, 1_000_000, 2_097_151};
            for (int length : lengths) {
                bench.append(1, length);
            }
            try (WireConsumer consumer = bench.connect(0L)) {
                for (int i = 0; i < lengths.length; i++) {
                    byte[] frame = consumer.readData().payload();
                    Frames.check(FIRST + i, frame);
                    assertEquals(lengths[i], frame.length);
                }
            }
        }
    }

    @Test
    void retentionDoesNotDisturbTheCursorRules() {
        StoreConfig dropping = Bench.STORE.withRetention(Duration.ofHours(1), Long.MAX_VALUE);
        try (Bench bench = new Bench(directory, dropping, Bench.config(), MovedLog::new)) {
            bench.append(EVENTS);
            MovedLog log = (MovedLog) bench.service.log();
            log.moveTo(FIRST + 100);
            try (WireConsumer old = bench.connect(FIRST);
                    WireConsumer edge = bench.connect(FIRST + 99);
                    WireConsumer zero = bench.connect(0L)) {
                old.expectFrame(OUTDATED_CURSOR);
                old.expectSeqs(FIRST + 100, LAST);
                edge.expectSeqs(FIRST + 100, LAST);
                zero.expectSeqs(FIRST + 100, LAST);
            }
        }
    }

    private Bench filled() {
        Bench bench = new Bench(directory);
        bench.append(EVENTS);
        return bench;
    }
}
