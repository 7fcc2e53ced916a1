package net.atrelay.verify.core;

import static net.atrelay.verify.core.FoldFixture.identity;
import static net.atrelay.verify.core.Verdicts.assertAccepted;
import static net.atrelay.verify.core.Verdicts.assertDropped;
import static net.atrelay.verify.core.Verdicts.assertIgnored;
import static net.atrelay.verify.core.Verdicts.assertWaitsForIdentity;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import net.atrelay.atproto.stream.FrameDecoder;
import net.atrelay.atproto.stream.IdentityFrame;
import net.atrelay.store.bus.RawFrame;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// `#identity` (protocol reference §6.6).
class IdentityStepsTest {
    private static final String HANDLE = "alice.example.com";

    private final FoldFixture account = FoldFixture.known();

    @Test
    void theCurrentHostsHandleGoesOut() {
        byte[] frame = identity(HANDLE);
        Step step = account.from(FoldFixture.HOST, frame);
        assertAccepted(step);
        assertArrayEquals(frame, FoldFixture.only(step.events()).frame());
    }

    @Test
    void anotherHostsHandleIsTakenOut() {
        Step step = account.from(FoldFixture.OTHER_HOST, identity(HANDLE));
        assertAccepted(step, Reason.HANDLE_REMOVED);
        assertEquals(null, sentHandle(step));
        assertAccepted(account.from(FoldFixture.OTHER_HOST, identity(null)));
    }

    /// Two in a row, with no commit between them that would have the identity asked for.
    @Test
    void theHandleStaysWhileTheIdentityIsInDoubtIfTheNewestDocumentNamesItsHost() {
        account.from(FoldFixture.HOST, identity(HANDLE));
        byte[] second = identity("other.example.com");
        Step step = account.from(FoldFixture.HOST, second);
        assertAccepted(step);
        assertArrayEquals(second, FoldFixture.only(step.events()).frame());
        assertAccepted(account.from(FoldFixture.OTHER_HOST, identity(HANDLE)), Reason.HANDLE_REMOVED);
    }

    @Test
    void aHandleThatIsNoneIsTakenOut() {
        Step step = account.from(FoldFixture.HOST, identity("not a handle"));
        assertAccepted(step);
        String sent = new String(FoldFixture.only(step.events()).frame(), StandardCharsets.ISO_8859_1);
        assertFalse(sent.contains("handle"), sent);
    }

    @Test
    void itGoesOutOnce() {
        RawFrame raw = account.rawFrom(FoldFixture.HOST, identity(HANDLE));
        assertAccepted(account.take(raw));
        assertIgnored(Reason.DUPLICATE, account.take(raw));
    }

    @Test
    void afterItTheIdentityIsAskedForAnew() {
        account.from(FoldFixture.OTHER_HOST, identity(null));
        Request.ResolveIdentity asked = assertWaitsForIdentity(account.commit(account.repo.put("3aaa", "one")));
        assertEquals(account.now, asked.notBeforeMicros());
        assertFalse(asked.forced());
    }

    @Test
    void anAnswerFromBeforeDoesNotSettleTheDoubt() {
        account.from(FoldFixture.HOST, identity(null));
        RawFrame commit = account.rawFrom(
                FoldFixture.HOST, account.repo.put("3aaa", "one").commitFrame(1));
        account.answer(new IdentityAnswer.Resolved(TestKey.DID_KEY, FoldFixture.HOST, account.now - 1));
        assertWaitsForIdentity(account.take(commit));
        account.answer(new IdentityAnswer.Resolved(TestKey.DID_KEY, FoldFixture.HOST, account.now));
        assertAccepted(account.take(commit));
    }

    @Test
    void anOlderAnswerDoesNotReplaceANewerOne() {
        account.answer(new IdentityAnswer.NotFound(account.now - 120 * FoldFixture.SECOND));
        assertAccepted(account.commit(account.repo.put("3aaa", "one")));
    }

    @Test
    void anUnknownAccountComesIntoBeingThroughItsOwnHost() {
        FoldFixture stranger = new FoldFixture();
        byte[] frame = identity(HANDLE);
        RawFrame raw = stranger.rawFrom(FoldFixture.HOST, frame);
        assertEquals(stranger.now, assertWaitsForIdentity(stranger.take(raw)).notBeforeMicros());
        assertFalse(AccountFold.isKept(stranger.state));
        stranger.answer(new IdentityAnswer.Resolved(TestKey.DID_KEY, FoldFixture.HOST, stranger.now + 1));
        Step step = stranger.take(raw);
        assertAccepted(step);
        assertArrayEquals(frame, FoldFixture.only(step.events()).frame());
        assertEquals(FoldFixture.HOST, stranger.state.host());
        assertAccepted(stranger.commit(stranger.repo.put("3aaa", "one")));
    }

    @Test
    void anUnknownAccountIsNotMadeByAnotherHost() {
        FoldFixture stranger = new FoldFixture();
        RawFrame raw = stranger.rawFrom(FoldFixture.OTHER_HOST, identity(HANDLE));
        assertWaitsForIdentity(stranger.take(raw));
        stranger.answer(new IdentityAnswer.Resolved(TestKey.DID_KEY, FoldFixture.HOST, stranger.now + 1));
        stranger.tried = new Input.Tried(true, false);
        assertDropped(Reason.HOST_MISMATCH, stranger.take(raw));
        assertFalse(AccountFold.isKept(stranger.state));
    }

    @Test
    void aKnownAccountsNewsGoesOutWhateverItsDocumentIs() {
        account.answer(new IdentityAnswer.NotFound(account.now));
        assertAccepted(account.from(FoldFixture.HOST, identity(HANDLE)), Reason.HANDLE_REMOVED);
        account.answer(new IdentityAnswer.Tombstoned(account.now + 1));
        assertAccepted(account.from(FoldFixture.HOST, identity(null)));
        assertEquals(
                account.now, Objects.requireNonNull(account.state.identity()).purgedAtMicros());
    }

    private static @Nullable String sentHandle(Step step) {
        return ((IdentityFrame)
                        FrameDecoder.decode(FoldFixture.only(step.events()).frame()))
                .handle();
    }
}
