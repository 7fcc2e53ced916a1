package net.atrelay.verify.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import net.atrelay.atproto.stream.AccountFrame;
import net.atrelay.atproto.stream.CommitFrame;
import net.atrelay.atproto.stream.Frame;
import net.atrelay.atproto.stream.FrameDecoder;
import net.atrelay.atproto.stream.MessageFrame;
import net.atrelay.atproto.stream.Strictness;
import net.atrelay.atproto.stream.SyncFrame;
import net.atrelay.store.account.AccountState;
import net.atrelay.store.account.EffectiveStatus;
import net.atrelay.store.account.IdentityRecord;
import net.atrelay.store.account.LocalStatus;
import net.atrelay.store.account.RepoHead;
import net.atrelay.store.log.PendingEvent;
import net.atrelay.verify.core.Input.FrameInput;
import net.atrelay.verify.core.Input.Tried;
import org.junit.jupiter.api.Test;

/// Random lives of an account: whatever comes in whatever order, the fold replays to the same steps and keeps its
/// promises.
class AccountFoldFuzzTest {
    private static final int LIVES = 60;
    private static final int INPUTS = 120;
    private static final String[] HOSTS = {FoldFixture.HOST, FoldFixture.OTHER_HOST, "third.example.com"};
    private static final String[] KEYS = {TestKey.DID_KEY, TestKey.DID_KEY, TestKey.OTHER_DID_KEY, null};
    private static final Admission[] ADMISSIONS = {
        Admission.ADMITTED, Admission.ADMITTED, Admission.THROTTLED, Admission.UNASKED
    };
    private static final LocalStatus[] RULINGS = {LocalStatus.TAKENDOWN, LocalStatus.SUSPENDED, LocalStatus.THROTTLED};
    private static final String[] STATUSES = {null, "deactivated", "deleted", "unheardOf"};

    @Test
    void everyLifeReplaysToTheSameSteps() {
        inEveryLife(inputs -> {
            List<Step> once = live(inputs);
            List<Step> again = live(inputs);
            for (int i = 0; i < inputs.size(); i++) {
                assertSame(once.get(i), again.get(i), "input: " + i);
            }
        });
    }

    @Test
    void noLifeBreaksAPromise() {
        inEveryLife(inputs -> {
            AccountState before = AccountState.unknown(FoldFixture.DID);
            List<Step> steps = live(inputs);
            for (int i = 0; i < inputs.size(); i++) {
                assertKept(before, inputs.get(i), steps.get(i), "input: " + i);
                before = steps.get(i).next();
            }
        });
    }

    private static void inEveryLife(Consumer<List<Input>> check) {
        long first = System.nanoTime();
        for (long seed = first; seed < first + LIVES; seed++) {
            try {
                check.accept(life(new Random(seed)));
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed: " + seed, e);
            }
        }
    }

    private static void assertKept(AccountState before, Input input, Step step, String where) {
        AccountState next = step.next();
        RepoHead head = before.head();
        RepoHead newHead = next.head();
        if (head != null && newHead != null) {
            assertTrue(newHead.rev().compareTo(head.rev()) >= 0, where + ": the rev went back");
        }
        assertTrue(head == null || newHead != null, where + ": the head was forgotten");
        assertTrue(next.marks().size() <= AccountState.MARKS_MAX, where);
        boolean passes = input instanceof FrameInput && step.verdict() instanceof Verdict.Accepted;
        for (PendingEvent event : passes ? withoutLast(step.events()) : step.events()) {
            assertInstanceOf(AccountFrame.class, FrameDecoder.decode(event.frame()), where + ": of the relay's own");
        }
        if (input instanceof FrameInput frame && passes) {
            assertMayPass(frame, next, step.events().getLast(), where);
        }
        if (step.verdict() instanceof Verdict.NeedsRoom) {
            assertEquals(new Step(before, step.verdict(), List.of(), List.of()), step, where + ": nothing is done");
        }
        assertTold(before, step, where);
    }

    /// Consumers hear of each change of a known account's status in the step that makes it.
    private static void assertTold(AccountState before, Step step, String where) {
        EffectiveStatus status = EffectiveStatus.of(step.next());
        if (!AccountFold.isKnown(before) || status.equals(EffectiveStatus.of(before))) {
            return;
        }
        List<EffectiveStatus> told = new ArrayList<>();
        for (PendingEvent event : step.events()) {
            if (FrameDecoder.decode(event.frame(), Strictness.LENIENT) instanceof AccountFrame frame) {
                told.add(new EffectiveStatus(frame.active(), frame.status()));
            }
        }
        assertEquals(List.of(status), told, where);
    }

    private static <T> List<T> withoutLast(List<T> list) {
        return list.subList(0, list.size() - 1);
    }

    /// What goes out of a repo comes from the host that the document names, of an account that is active.
    private static void assertMayPass(FrameInput input, AccountState next, PendingEvent event, String where) {
        MessageFrame sent = (MessageFrame) FrameDecoder.decode(event.frame(), input.policy());
        if (sent instanceof CommitFrame || sent instanceof SyncFrame) {
            IdentityRecord identity = next.identity();
            assertTrue(identity != null && !identity.doubtful(), where + ": identity in doubt");
            assertEquals(input.raw().host(), identity.pdsHost(), where);
            assertEquals(TestKey.DID_KEY, identity.signingKey(), where + ": the key that signs");
            assertTrue(next.upstream().active(), where);
            assertTrue(next.local() == LocalStatus.ACTIVE || next.local() == LocalStatus.THROTTLED, where);
        }
    }

    private static List<Step> live(List<Input> inputs) {
        FoldContext context = new FoldFixture().context;
        AccountState state = AccountState.unknown(FoldFixture.DID);
        List<Step> steps = new ArrayList<>();
        for (Input input : inputs) {
            Step step = AccountFold.step(state, input, context);
            state = step.next();
            steps.add(step);
        }
        return steps;
    }

    private static List<Input> life(Random random) {
        FoldFixture fixture = new FoldFixture();
        List<Input> inputs = new ArrayList<>();
        for (int i = 0; i < INPUTS; i++) {
            fixture.now += random.nextLong(1, 40 * FoldFixture.SECOND);
            inputs.add(input(random, fixture, inputs));
        }
        return inputs;
    }

    private static Input input(Random random, FoldFixture fixture, List<Input> before) {
        long now = fixture.now;
        return switch (random.nextInt(12)) {
            case 0 -> new Input.IdentityAnswered(answer(random, now - random.nextLong(5 * FoldFixture.SECOND)), now, 7);
            case 1, 2 ->
                new Input.IdentityAnswered(new IdentityAnswer.Resolved(TestKey.DID_KEY, FoldFixture.HOST, now), now, 7);
            case 3 ->
                new Input.HostStatusAnswered(
                        pick(random, HOSTS),
                        new HostStatusAnswer.Stated(random.nextBoolean(), pick(random, STATUSES)),
                        now,
                        7,
                        pick(random, ADMISSIONS));
            case 4 -> command(random, now);
            case 5 -> again(random, before, now);
            default -> frame(random, fixture, bytes(random, fixture.repo));
        };
    }

    private static Input command(Random random, long now) {
        return random.nextInt(3) == 0
                ? new Input.RoomMade(pick(random, HOSTS), now, 7)
                : new Input.Ruling(pick(random, RULINGS), random.nextInt(4) == 0, now, 7);
    }

    private static Input again(Random random, List<Input> before, long now) {
        List<FrameInput> frames = new ArrayList<>();
        for (Input input : before) {
            if (input instanceof FrameInput frame) {
                frames.add(frame);
            }
        }
        if (frames.isEmpty()) {
            return command(random, now);
        }
        FrameInput frame = frames.get(random.nextInt(frames.size()));
        Tried tried = new Tried(random.nextBoolean(), random.nextBoolean());
        return new FrameInput(frame.raw(), frame.frame(), frame.policy(), tried, now, pick(random, ADMISSIONS));
    }

    private static Input frame(Random random, FoldFixture fixture, byte[] bytes) {
        String host = random.nextInt(4) == 0 ? pick(random, HOSTS) : FoldFixture.HOST;
        Strictness policy = random.nextInt(4) == 0 ? Strictness.LENIENT : Strictness.STRICT;
        Tried tried = new Tried(random.nextBoolean(), random.nextBoolean());
        var raw = fixture.rawFrom(host, bytes);
        Frame decoded = FrameDecoder.decode(bytes, policy);
        return new FrameInput(raw, decoded, policy, tried, fixture.now, pick(random, ADMISSIONS));
    }

    private static byte[] bytes(Random random, TestRepo repo) {
        byte[] frame = switch (random.nextInt(6)) {
            case 0 -> FoldFixture.identity(random.nextBoolean() ? "alice.example.com" : null);
            case 1 -> FoldFixture.account(random.nextBoolean(), pick(random, STATUSES));
            case 2 -> repo.commit().syncFrame(1);
            case 3 -> repo.commit().commitFrame(1);
            default ->
                repo.put("3aa" + (char) ('a' + random.nextInt(26)), "n" + random.nextInt())
                        .commitFrame(1);
        };
        if (random.nextInt(5) == 0) {
            frame[random.nextInt(frame.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return frame;
    }

    private static IdentityAnswer answer(Random random, long startedAt) {
        return switch (random.nextInt(6)) {
            case 0 -> new IdentityAnswer.Tombstoned(startedAt);
            case 1 -> new IdentityAnswer.NotFound(startedAt);
            case 2 -> new IdentityAnswer.Invalid(startedAt);
            case 3 -> new IdentityAnswer.Failed();
            case 4 -> new IdentityAnswer.RateLimited();
            default -> new IdentityAnswer.Resolved(pick(random, KEYS), pick(random, HOSTS), startedAt);
        };
    }

    private static <T> T pick(Random random, T[] from) {
        return from[random.nextInt(from.length)];
    }

    private static void assertSame(Step left, Step right, String where) {
        assertEquals(left.next(), right.next(), where);
        assertEquals(left.verdict(), right.verdict(), where);
        assertEquals(left.requests(), right.requests(), where);
        assertEquals(left.events().size(), right.events().size(), where);
        for (int i = 0; i < left.events().size(); i++) {
            assertArrayEquals(
                    left.events().get(i).frame(), right.events().get(i).frame(), where);
        }
    }
}
