package net.atrelay.verify.core;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import net.atrelay.atproto.stream.Strictness;
import net.atrelay.store.account.AccountState;
import net.atrelay.store.account.EffectiveStatus;
import net.atrelay.store.account.HostMark;
import net.atrelay.store.bus.RawFrame;
import net.atrelay.store.log.PendingEvent;
import net.atrelay.verify.core.Input.FrameInput;
import net.atrelay.verify.core.Input.Tried;
import org.jspecify.annotations.Nullable;

/// The judgement of one frame in the making. Confined to one call of the fold.
///
/// Checks read and change it in turn; the first that ends it (a refusal, a deferral) sets the verdict.
final class Judgement {
    private final FrameInput input;
    private final FoldContext context;
    private final List<PendingEvent> events = new ArrayList<>(1);
    private final AccountState before;
    private AccountState state;
    private @Nullable Verdict verdict;
    private @Nullable EnumSet<Reason> notices;
    private @Nullable List<Request> requests;

    Judgement(AccountState state, FrameInput input, FoldContext context) {
        this.before = state;
        this.state = state;
        this.input = input;
        this.context = context;
    }

    AccountState state() {
        return state;
    }

    void state(AccountState next) {
        state = next;
    }

    RawFrame raw() {
        return input.raw();
    }

    Admission admission() {
        return input.admission();
    }

    Tried tried() {
        return input.tried();
    }

    Strictness policy() {
        return input.policy();
    }

    long nowMicros() {
        return input.nowMicros();
    }

    FoldContext context() {
        return context;
    }

    /// A check has failed: does what the policy table says of it. Whether the step is over with that.
    boolean fails(Reason reason) {
        switch (Policy.action(reason, input.policy())) {
            case NOTE -> note(reason);
            case IGNORE -> verdict = new Verdict.Ignored(reason);
            case DROP -> verdict = new Verdict.Dropped(reason);
        }
        return verdict != null;
    }

    private void note(Reason reason) {
        if (notices == null) {
            notices = EnumSet.of(reason);
        } else {
            notices.add(reason);
        }
    }

    void waitForIdentity(boolean forced, long notBeforeMicros) {
        waitFor(new Request.ResolveIdentity(
                state.did(), forced, notBeforeMicros, input.raw().host()));
    }

    void waitFor(Request request) {
        verdict = new Verdict.Deferred(request);
        request(request);
    }

    /// Nothing is done before it is known whether the host has room for the account.
    void needsRoom(String host) {
        state = before;
        events.clear();
        requests = null;
        verdict = new Verdict.NeedsRoom(host);
    }

    /// Consumers hear of a status that the account got by coming to another host, ahead of what the frame itself says.
    void tellStatusOfMove() {
        EffectiveStatus status = EffectiveStatus.of(state);
        if (AccountFold.isKnown(before) && !status.equals(EffectiveStatus.of(before))) {
            events.add(Events.statusChange(state.did(), status, input));
        }
    }

    /// Asks for a newer document without waiting for it.
    void refreshIdentity(long notBeforeMicros) {
        request(new Request.ResolveIdentity(
                state.did(), false, notBeforeMicros, input.raw().host()));
    }

    private void request(Request request) {
        if (requests == null) {
            requests = new ArrayList<>(1);
        }
        requests.add(request);
    }

    /// The frame is taken in: `event` goes out and the account becomes `next`; unless no consumer could read the
    /// event.
    void accept(AccountState next, PendingEvent event) {
        if (!Events.fits(event)) {
            fails(Reason.EVENT_TOO_LARGE);
            return;
        }
        events.add(event);
        RawFrame raw = input.raw();
        state = next.marked(new HostMark(raw.host(), raw.epoch(), raw.hostSeq()));
        Set<Reason> seen = notices == null ? Set.of() : Collections.unmodifiableSet(notices);
        verdict = new Verdict.Accepted(seen);
    }

    Step step() {
        if (verdict == null) {
            throw new IllegalStateException("verdict: null (expected: every path of the fold decides)");
        }
        return new Step(state, verdict, events, requests == null ? List.of() : requests);
    }
}
