package net.atrelay.verify.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import net.atrelay.atproto.syntax.Did;
import net.atrelay.store.bus.RawFrame;
import net.atrelay.verify.core.IdentityAnswer;
import net.atrelay.verify.core.Request.ResolveIdentity;
import org.junit.jupiter.api.Test;

class TurnsTest {
    private static final Did DID = Objects.requireNonNull(Did.parse("did:plc:ewvi7nxzyoun6zhxrhs64oiz"));
    private static final long DEAR_NANOS = 10 * Turns.TURN_NANOS;
    private static final long CHEAP_NANOS = Turns.TURN_NANOS / 10;

    private final Turns turns = new Turns();

    @Test
    void whoseFramesAreDearWaitsForItself() {
        for (int seq = 1; seq <= 50; seq++) {
            turns.add(frame("dear", seq));
        }
        for (int seq = 1; seq <= 50; seq++) {
            turns.add(frame("cheap", seq));
        }
        int dear = 0;
        int cheap = 0;
        while (cheap < 50) {
            RawFrame raw = nextFrame();
            boolean isCheap = raw.host().equals("cheap");
            cheap += isCheap ? 1 : 0;
            dear += isCheap ? 0 : 1;
            turns.took(isCheap ? CHEAP_NANOS : DEAR_NANOS);
        }
        assertEquals(1, dear, "in the time of fifty cheap frames, which is five turns");
        assertEquals(49, turns.frames());
    }

    @Test
    void manyFramesOfOneHostHoldNobodyUp() {
        for (int seq = 1; seq <= 1_000; seq++) {
            turns.add(frame("busy", seq));
        }
        turns.add(frame("quiet", 1));
        int before = 0;
        while (nextFrame().host().equals("busy")) {
            turns.took(CHEAP_NANOS);
            before++;
        }
        assertEquals(10, before, "frames of one turn");
    }

    @Test
    void theMailOfEachHostKeepsItsOrderAndNothingIsLost() {
        for (int seq = 1; seq <= 100; seq++) {
            turns.add(frame("one", seq));
            turns.add(frame("two", seq));
        }
        List<Long> one = new ArrayList<>();
        List<Long> two = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            RawFrame raw = nextFrame();
            (raw.host().equals("one") ? one : two).add(raw.hostSeq());
            turns.took(raw.host().equals("one") ? DEAR_NANOS : CHEAP_NANOS);
        }
        List<Long> all = new ArrayList<>();
        for (long seq = 1; seq <= 100; seq++) {
            all.add(seq);
        }
        assertEquals(all, one);
        assertEquals(all, two);
        assertNull(turns.next());
        assertTrue(turns.isEmpty());
        assertEquals(0, turns.frames());
        assertEquals(0, turns.bytes());
    }

    @Test
    void answersWaitWithTheHostThatCausedTheQuestion() {
        ResolveIdentity request = new ResolveIdentity(DID, false, 0, "busy");
        turns.add(frame("busy", 1));
        turns.add(frame("busy", 2));
        turns.add(new Mail.IdentityArrived(request, new IdentityAnswer.Failed()));
        turns.add(frame("quiet", 1));
        assertEquals("busy", nextFrame().host());
        turns.took(DEAR_NANOS);
        assertEquals("quiet", nextFrame().host());
        assertEquals(2, nextFrame().hostSeq());
        assertInstanceOf(Mail.IdentityArrived.class, turns.next());
    }

    @Test
    void whatNoHostHasCausedComesFirstAndTheEndLast() {
        turns.add(new Mail.Stop(new CountDownLatch(1)));
        turns.add(frame("one", 1));
        turns.add(new Mail.Tick());
        assertInstanceOf(Mail.Tick.class, turns.next());
        assertEquals(1, nextFrame().hostSeq());
        assertInstanceOf(Mail.Stop.class, turns.next());
        assertNull(turns.next());
    }

    private RawFrame nextFrame() {
        return assertInstanceOf(Mail.FrameArrived.class, turns.next()).raw();
    }

    private static Mail frame(String host, long seq) {
        return new Mail.FrameArrived(new RawFrame(host, 0, seq, seq, DID, new byte[10], 0, 0));
    }
}
