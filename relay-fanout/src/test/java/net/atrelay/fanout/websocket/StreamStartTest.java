package net.atrelay.fanout.websocket;

import static org.junit.jupiter.api.Assertions.assertEquals;

import net.atrelay.fanout.websocket.StreamStart.At;
import net.atrelay.fanout.websocket.StreamStart.InFuture;
import org.junit.jupiter.api.Test;

class StreamStartTest {
    @Test
    void noCursorStartsAtTheTip() {
        assertEquals(new At(21, false), StreamStart.of(null, 10, 20));
    }

    @Test
    void cursorZeroStartsAtTheOldest() {
        assertEquals(new At(10, false), StreamStart.of(0L, 10, 20));
    }

    @Test
    void cursorInTheWindowStartsAfterIt() {
        assertEquals(new At(11, false), StreamStart.of(10L, 10, 20));
        assertEquals(new At(20, false), StreamStart.of(19L, 10, 20));
    }

    @Test
    void cursorAtTheWindowsEdgeHasLostNothing() {
        assertEquals(new At(10, false), StreamStart.of(9L, 10, 20));
    }

    @Test
    void cursorBelowTheWindowIsOutdated() {
        assertEquals(new At(10, true), StreamStart.of(8L, 10, 20));
        assertEquals(new At(10, true), StreamStart.of(1L, 10, 20));
    }

    @Test
    void cursorAtTheTipIsLive() {
        assertEquals(new At(21, false), StreamStart.of(20L, 10, 20));
    }

    @Test
    void cursorAboveTheTipIsInTheFuture() {
        assertEquals(new InFuture(), StreamStart.of(21L, 10, 20));
        assertEquals(new InFuture(), StreamStart.of(Long.MAX_VALUE, 10, 20));
    }

    @Test
    void emptyWindowIsLiveForAll() {
        assertEquals(new At(21, false), StreamStart.of(null, 21, 20));
        assertEquals(new At(21, false), StreamStart.of(0L, 21, 20));
        assertEquals(new At(21, false), StreamStart.of(20L, 21, 20));
        assertEquals(new At(21, true), StreamStart.of(19L, 21, 20));
    }
}
