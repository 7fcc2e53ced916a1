package net.atrelay.verify.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.atrelay.store.account.AccountState;
import net.atrelay.store.account.CountedStatus;
import net.atrelay.store.account.EffectiveStatus;
import net.atrelay.store.account.ForcedLookUps;
import net.atrelay.store.account.IdentityRecord;
import net.atrelay.store.account.IdentityRecord.Kind;
import net.atrelay.store.account.LocalStatus;
import net.atrelay.store.account.UpstreamStatus;
import net.atrelay.store.log.PendingEvent;
import org.jspecify.annotations.Nullable;

/// What answers and commands do to an account. They carry no frame; where they change what consumers are told of
/// the account's status, an `#account` of the relay's own goes out.
final class AnswerSteps {
    private static final Verdict TAKEN = new Verdict.Accepted(Set.of());

    private AnswerSteps() {}

    /// A definite answer replaces what was known, unless its look-up began earlier; it never undoes a purge that
    /// came after it began. Other answers teach nothing.
    static Step identity(AccountState state, Input.IdentityAnswered input) {
        if (!(input.answer() instanceof IdentityAnswer.Definite definite)) {
            return unchanged(state);
        }
        IdentityRecord known = state.identity();
        if (known != null && definite.startedAtMicros() < known.fetchedAtMicros()) {
            return unchanged(state);
        }
        AccountState next = state.withIdentity(recordOf(definite, known));
        boolean dies = definite instanceof IdentityAnswer.Tombstoned && AccountFold.isKnown(state);
        return told(state, dies ? next.withUpstream(UpstreamStatus.DELETED) : next, input);
    }

    /// Only the host that the account is attributed to is believed (DID document of the frame that led to the
    /// question).
    static Step hostStatus(AccountState state, Input.HostStatusAnswered input) {
        if (!(input.answer() instanceof HostStatusAnswer.Stated stated)
                || !input.host().equals(state.host())) {
            return unchanged(state);
        }
        UpstreamStatus upstream = new UpstreamStatus(stated.active(), stated.status());
        if (upstream.equals(state.upstream())) {
            return unchanged(state);
        }
        AccountState next = Rooms.entered(state, state.withUpstream(upstream), input.admission(), input.nowMicros());
        return next == null
                ? new Step(state, new Verdict.NeedsRoom(input.host()), List.of(), List.of())
                : told(state, next, input);
    }

    /// A lifted restriction leaves the account active: it has its place at its host, also where that is full by
    /// now.
    static Step ruling(AccountState state, Input.Ruling input) {
        LocalStatus restriction = input.restriction();
        if (input.holds()) {
            return told(state, state.withLocal(Restrictions.stronger(state.local(), restriction)), input);
        }
        boolean lifted = state.local() == restriction;
        return lifted ? told(state, state.withLocal(LocalStatus.ACTIVE), input) : unchanged(state);
    }

    static Step roomMade(AccountState state, Input.RoomMade input) {
        boolean waits = CountedStatus.of(state) == CountedStatus.THROTTLED
                && input.host().equals(state.host());
        return waits ? told(state, state.withLocal(LocalStatus.ACTIVE), input) : unchanged(state);
    }

    static Step repoListed(AccountState state, Input.RepoListed input) {
        return new Step(Listing.marked(state, input), TAKEN, List.of(), List.of());
    }

    private static Step unchanged(AccountState state) {
        return new Step(state, TAKEN, List.of(), List.of());
    }

    /// Consumers are told of the change, if it is one for them.
    private static Step told(AccountState before, AccountState next, Input input) {
        EffectiveStatus status = EffectiveStatus.of(next);
        List<PendingEvent> events = new ArrayList<>(1);
        if (!status.equals(EffectiveStatus.of(before))) {
            events.add(Events.statusChange(next.did(), status, input));
        }
        return new Step(next, TAKEN, events, List.of());
    }

    private static IdentityRecord recordOf(IdentityAnswer.Definite answer, @Nullable IdentityRecord known) {
        long purged = known == null ? 0 : known.purgedAtMicros();
        ForcedLookUps forced = known == null ? ForcedLookUps.NONE : known.forced();
        long started = answer.startedAtMicros();
        return switch (answer) {
            case IdentityAnswer.Resolved resolved ->
                new IdentityRecord(Kind.RESOLVED, resolved.signingKey(), resolved.pdsHost(), started, purged, forced);
            case IdentityAnswer.Tombstoned _ -> without(Kind.TOMBSTONED, started, purged, forced);
            case IdentityAnswer.NotFound _ -> without(Kind.NOT_FOUND, started, purged, forced);
            case IdentityAnswer.Invalid _ -> without(Kind.INVALID_DOCUMENT, started, purged, forced);
        };
    }

    private static IdentityRecord without(Kind kind, long started, long purged, ForcedLookUps forced) {
        return new IdentityRecord(kind, null, null, started, purged, forced);
    }
}
