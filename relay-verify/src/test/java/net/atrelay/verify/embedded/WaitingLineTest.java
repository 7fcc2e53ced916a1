package net.atrelay.verify.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Objects;
import net.atrelay.atproto.syntax.Did;
import net.atrelay.store.bus.RawFrame;
import net.atrelay.store.log.DeferredFrame;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WaitingLineTest {
    private static final Did DID = new Did("did:web:account.test");
    private static final int FRAME_BYTES = 10;

    private final WaitingLine line = new WaitingLine();

    @Test
    void whatIsStoredLeavesBeforeWhatIsHeldAndGivesItsBytesBack() {
        RawFrame stored = frame(1);
        RawFrame held = frame(2);
        line.add(new DeferredFrame(0, stored, 1));
        line.hold(held, 2);
        assertEquals(2 * FRAME_BYTES, line.bytes());
        assertSame(stored, first());
        line.removeFirst();
        assertEquals(FRAME_BYTES, line.bytes());
        assertSame(held, first());
        line.removeFirst();
        assertEquals(0, line.bytes());
        assertNull(line.first());
    }

    @Test
    void aHeldFrameIsStoredUnderTheNumberBehindTheLast() {
        line.add(new DeferredFrame(4, frame(1), 1));
        line.hold(frame(2), 2);
        assertEquals(5, line.storeFirstHeld().number());
        assertEquals(6, line.nextNumber());
        assertNull(line.firstHeld());
        assertEquals(2, line.size());
    }

    @Test
    void aFrameThatWaitsIsKnownAgain() {
        line.hold(frame(7), 1);
        assertTrue(line.holds(frame(7)));
        assertTrue(line.holds(frame(6)));
        assertFalse(line.holds(frame(8)));
    }

    private @Nullable RawFrame first() {
        return Objects.requireNonNull(line.first()).raw();
    }

    private static RawFrame frame(long hostSeq) {
        return new RawFrame("pds.test", 0, hostSeq, hostSeq, DID, new byte[FRAME_BYTES], 1, 1);
    }
}
