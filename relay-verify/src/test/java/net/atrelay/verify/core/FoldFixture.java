package net.atrelay.verify.core;

import java.util.List;
import net.atrelay.atproto.cbor.CborFields;
import net.atrelay.atproto.stream.AccountFrame;
import net.atrelay.atproto.stream.Frame;
import net.atrelay.atproto.stream.FrameDecoder;
import net.atrelay.atproto.stream.Strictness;
import net.atrelay.atproto.syntax.Did;
import net.atrelay.store.account.AccountState;
import net.atrelay.store.account.EffectiveStatus;
import net.atrelay.store.account.IdentityRecord;
import net.atrelay.store.bus.RawFrame;
import net.atrelay.store.log.PendingEvent;
import net.atrelay.verify.core.Input.Tried;
import org.jspecify.annotations.Nullable;

/// One account and the fold over it, with a clock that the test moves.
public final class FoldFixture {
    static final Did DID = new Did("did:plc:abcdefghijklmnopqrstuvwx");
    static final String HOST = "pds.example.com";
    static final String OTHER_HOST = "old.example.com";

    /// 2026-01-01T00:01:00Z.
    static final long START_MICROS = 1_767_225_660_000_000L;

    static final long SECOND = 1_000_000;
    static final long FORCED_GAP_MICROS = 30 * SECOND;

    final FoldContext context = new FoldContext(new TestProofs(() -> {}), 1_000, FORCED_GAP_MICROS);
    final TestRepo repo = new TestRepo(DID.value(), START_MICROS - 30 * SECOND);
    AccountState state = AccountState.unknown(DID);
    Strictness policy = Strictness.STRICT;
    Tried tried = Tried.NOTHING;
    Admission admission = Admission.ADMITTED;
    long now = START_MICROS;
    private long hostSeq;

    /// An account whose document names `HOST` and the key that [TestRepo] signs with, looked up a minute ago.
    static FoldFixture known() {
        FoldFixture fixture = new FoldFixture();
        fixture.state =
                fixture.state.withHost(HOST).withIdentity(resolved(TestKey.DID_KEY, HOST, START_MICROS - 60 * SECOND));
        return fixture;
    }

    static IdentityRecord resolved(@Nullable String key, @Nullable String host, long atMicros) {
        return new IdentityRecord(IdentityRecord.Kind.RESOLVED, key, host, atMicros, 0);
    }

    static IdentityRecord without(IdentityRecord.Kind kind, long atMicros) {
        return new IdentityRecord(kind, null, null, atMicros, 0);
    }

    long nextSeq() {
        return ++hostSeq;
    }

    /// The frame arrives from that host under its next seq, and the account becomes what the step says.
    Step from(String host, byte[] frame) {
        return take(rawFrom(host, frame));
    }

    RawFrame rawFrom(String host, byte[] frame) {
        long seq = nextSeq();
        return new RawFrame(host, 0, seq, seq, DID, frame, now, 7);
    }

    /// The frame is judged, perhaps once more, at the fixture's present.
    Step take(RawFrame raw) {
        Frame frame = FrameDecoder.decode(raw.bytes(), policy);
        return apply(new Input.FrameInput(raw, frame, policy, tried, now, admission));
    }

    Step commit(TestCommit commit) {
        return from(HOST, commit.commitFrame(1));
    }

    Step sync(TestCommit commit) {
        return from(HOST, commit.syncFrame(1));
    }

    Step answer(IdentityAnswer answer) {
        return apply(new Input.IdentityAnswered(answer, now, 7));
    }

    Step answer(HostStatusAnswer answer) {
        return apply(new Input.HostStatusAnswered(HOST, answer, now, 7, admission));
    }

    Step apply(Input input) {
        Step step = AccountFold.step(state, input, context);
        state = step.next();
        return step;
    }

    static byte[] account(boolean active, @Nullable String status) {
        CborFields fields = common().putBoolean("active", active);
        if (status != null) {
            fields.putText("status", status);
        }
        return TestCommit.frame("#account", fields);
    }

    static byte[] identity(@Nullable String handle) {
        CborFields fields = common();
        if (handle != null) {
            fields.putText("handle", handle);
        }
        return TestCommit.frame("#identity", fields);
    }

    private static CborFields common() {
        return new CborFields()
                .putText("did", DID.value())
                .putInteger("seq", 1)
                .putText("time", "2026-01-01T00:00:00.000Z");
    }

    /// The status that the only event of the step tells.
    static EffectiveStatus toldStatus(Step step) {
        PendingEvent event = only(step.events());
        AccountFrame frame = (AccountFrame) FrameDecoder.decode(event.frame());
        return new EffectiveStatus(frame.active(), frame.status());
    }

    static <T> T only(List<T> list) {
        if (list.size() != 1) {
            throw new AssertionError("list: " + list + " (expected: one element)");
        }
        return list.getFirst();
    }
}
