package net.atrelay.verify.embedded;

import static net.atrelay.verify.embedded.PoolFixture.HOST;
import static net.atrelay.verify.embedded.PoolFixture.OTHER_HOST;
import static net.atrelay.verify.embedded.PoolFixture.did;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.ArrayList;
import java.util.List;
import net.atrelay.store.bus.RawFrame;
import net.atrelay.store.log.Outcome;
import net.atrelay.verify.PaceConfig;
import net.atrelay.verify.core.IdentityAnswer;
import net.atrelay.verify.core.Reason;
import net.atrelay.verify.core.TestKey;
import net.atrelay.verify.core.TestRepo;
import net.atrelay.verify.embedded.Questions.Asked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// There is no room for a frame that must wait: all of it is used up, as when the directory is down for everybody, or
/// the share of its account or host.
class HeldFramesStageTest {
    private final PoolFixture fixture = new PoolFixture();
    private final TestRepo first = repo(1);
    private final TestRepo second = repo(2);
    private final List<byte[]> firsts = frames(first, 2);
    private final List<byte[]> seconds = frames(second, 4);

    HeldFramesStageTest() {
        int firstsBytes = firsts.get(0).length + firsts.get(1).length;
        fixture.config = PoolFixture.config(firstsBytes + 10, PaceConfig.defaults());
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void framesBeyondAllRoomStayInFlightAndGoOutInOrderWhenTheAnswerComes() throws InterruptedException {
        fillAllRoom();
        for (int i = 0; i < 2; i++) {
            fixture.offer(OTHER_HOST, did(2), seconds.get(i));
        }
        Asked<IdentityAnswer> asked = fixture.questions.nextIdentity();
        assertEquals(did(2), asked.did());
        fixture.passBy(OTHER_HOST);
        assertEquals(2, held());

        asked.answer().complete(resolved(OTHER_HOST));
        for (int i = 0; i < 2; i++) {
            Outcome passed = fixture.store.next();
            assertNotNull(passed.settles(), "it was in flight until now");
            assertNull(passed.released());
            assertArrayEquals(seconds.get(i), passed.events().getFirst().frame());
        }
        assertEquals(0, held());
        assertEquals(0, fixture.dropped(Reason.WAITING_LINE_FULL));
    }

    @Test
    void heldFramesGoToDiskWhenRoomComesAndKeepTheirOrder() throws InterruptedException {
        Asked<IdentityAnswer> firstAsked = fillAllRoom();
        List<RawFrame> sent = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            sent.add(fixture.offer(OTHER_HOST, did(2), seconds.get(i)));
        }
        Asked<IdentityAnswer> secondAsked = fixture.questions.nextIdentity();
        firstAsked.answer().complete(resolved(HOST));
        for (long number = 0; number < 2; number++) {
            assertEquals(number, fixture.store.next().released());
        }
        for (int i = 0; i < 2; i++) {
            Outcome stored = fixture.store.next();
            assertEquals(sent.get(i), stored.settles());
            assertNotNull(stored.defers());
            assertEquals(i, stored.defers().number());
        }
        secondAsked.answer().complete(resolved(OTHER_HOST));
        for (int i = 0; i < 2; i++) {
            Outcome released = fixture.store.next();
            assertEquals(i, released.released());
            assertArrayEquals(seconds.get(i), released.events().getFirst().frame());
        }
        assertEquals(0, held());
    }

    @Test
    void nothingBeyondTheShareOfAnAccountOrHostIsLostWhileTheAnswerIsOnItsWay() throws InterruptedException {
        Asked<IdentityAnswer> asked = fillAllRoom();
        List<byte[]> more = framesAfter(firsts, first, 5);
        for (byte[] frame : more) {
            fixture.offer(HOST, did(1), frame);
        }
        fixture.passBy();
        assertEquals(5, held());

        asked.answer().complete(resolved(HOST));
        for (byte[] frame : firsts) {
            Outcome released = fixture.store.next();
            assertNotNull(released.released());
            assertArrayEquals(frame, released.events().getFirst().frame());
        }
        for (byte[] frame : more) {
            Outcome passed = fixture.store.next();
            assertNotNull(passed.settles(), "it was in flight until now");
            assertArrayEquals(frame, passed.events().getFirst().frame());
        }
        assertEquals(0, held());
        assertEquals(0, fixture.dropped(Reason.WAITING_LINE_FULL));
    }

    @Test
    void onceItWasAskedInVainWhatIsBeyondTheShareIsRefusedAndTheRestGoesOnWaiting() throws InterruptedException {
        Asked<IdentityAnswer> asked = fillAllRoom();
        List<RawFrame> beyond = new ArrayList<>();
        for (byte[] frame : framesAfter(firsts, first, 3)) {
            beyond.add(fixture.offer(HOST, did(1), frame));
        }
        fixture.passBy();
        asked.answer().complete(new IdentityAnswer.Failed());
        for (RawFrame raw : beyond.reversed()) {
            Outcome refused = fixture.store.next();
            assertEquals(raw, refused.settles());
            assertEquals(List.of(), refused.events());
        }
        assertEquals(3, fixture.dropped(Reason.WAITING_LINE_FULL));
        assertEquals(0, held());

        fixture.now.addAndGet(2 * PoolFixture.SECOND);
        fixture.pool().tick();
        fixture.questions.nextIdentity().answer().complete(resolved(HOST));
        for (byte[] frame : firsts) {
            assertArrayEquals(frame, fixture.store.next().events().getFirst().frame());
        }
    }

    @Test
    void aLineThatIsBeyondTheShareOfItsHostAsAWholeEndsWhenItWasAskedInVain() throws InterruptedException {
        fillAllRoom();
        RawFrame raw = fixture.offer(HOST, did(2), seconds.getFirst());
        Asked<IdentityAnswer> asked = fixture.questions.nextIdentity();
        fixture.passBy();
        assertEquals(1, held());
        asked.answer().complete(new IdentityAnswer.Failed());
        assertEquals(raw, fixture.store.next().settles());
        assertEquals(1, fixture.dropped(Reason.WAITING_LINE_FULL));

        fixture.offer(HOST, did(2), seconds.get(1));
        assertEquals(did(2), fixture.questions.nextIdentity().did(), "a line of its own again");
    }

    @Test
    void whereWhatIsHeldWouldStopOthersItIsRefusedAtOnce() throws InterruptedException {
        fixture.hostsWait = false;
        fillAllRoom();
        RawFrame surplus =
                fixture.offer(HOST, did(1), framesAfter(firsts, first, 1).getFirst());
        Outcome refused = fixture.store.next();
        assertEquals(surplus, refused.settles());
        assertNull(refused.defers());
        assertEquals(1, fixture.dropped(Reason.WAITING_LINE_FULL));
    }

    @Test
    void aHeldFrameIsNotTakenTwice() throws InterruptedException {
        fillAllRoom();
        RawFrame raw = fixture.offer(OTHER_HOST, did(2), seconds.getFirst());
        fixture.pool().offer(raw);
        assertEquals(raw, fixture.store.next().settles());
        assertEquals(
                1,
                fixture.registry
                        .counter("relay.verify.frames", "verdict", "ignored", "reason", "duplicate")
                        .count());
        assertEquals(1, held());
    }

    @Test
    void whatWasHeldIsForgottenByARestartAndReplayedByItsHost() throws InterruptedException {
        fillAllRoom();
        RawFrame raw = fixture.offer(OTHER_HOST, did(2), seconds.getFirst());
        fixture.questions.nextIdentity();
        fixture.store.sync();
        fixture.stop();
        fixture.config = PoolFixture.config(16 << 20, PaceConfig.defaults());
        fixture.pool().offer(raw);
        Outcome stored = fixture.store.next();
        assertEquals(raw, stored.settles());
        assertNotNull(stored.defers());
    }

    /// Two frames of one account wait on disk; nothing more fits.
    private Asked<IdentityAnswer> fillAllRoom() throws InterruptedException {
        for (byte[] frame : firsts) {
            fixture.offer(HOST, did(1), frame);
            assertNotNull(fixture.store.next().defers());
        }
        return fixture.questions.nextIdentity();
    }

    private double held() {
        return fixture.registry.get("relay.verify.waiting.held.frames").gauge().value();
    }

    private IdentityAnswer resolved(String host) {
        return new IdentityAnswer.Resolved(TestKey.DID_KEY, host, fixture.now.get());
    }

    private static TestRepo repo(int number) {
        return new TestRepo(did(number).value(), PoolFixture.START_MICROS - 60 * PoolFixture.SECOND);
    }

    private static List<byte[]> frames(TestRepo repo, int count) {
        return framesAfter(List.of(), repo, count);
    }

    /// More frames of a repo that has had so many.
    private static List<byte[]> framesAfter(List<byte[]> before, TestRepo repo, int count) {
        List<byte[]> frames = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            frames.add(repo.put("3aa" + (char) ('a' + before.size() + i), "n").commitFrame(1));
        }
        return frames;
    }
}
