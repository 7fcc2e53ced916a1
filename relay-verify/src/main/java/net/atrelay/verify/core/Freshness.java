package net.atrelay.verify.core;

import java.util.concurrent.TimeUnit;
import net.atrelay.store.account.ForcedLookUps;
import net.atrelay.store.account.IdentityRecord;
import net.atrelay.store.account.IdentityRecord.Kind;
import org.jspecify.annotations.Nullable;

/// When a known identity may be relied on, and when it has to be asked for anew (protocol reference §6.5).
///
/// Forced look-ups of one DID are [FoldContext#forcedGapMicros()] apart for each host whose frames cause them, not for
/// all hosts: else what a hostile host says falsely of an account would keep its new host from being believed. What k
/// hostile hosts gain by that has bounds of its own:
///
/// 1. Each look-up is charged to the budget of the host that causes it. That budget is the same for one DID as for
/// many,
///    so k hosts cause no more look-ups in all than they could before, and all of them share the directory's pace.
/// 2. Of one DID k hosts cause at most k in a gap. Only so many are remembered ([ForcedLookUps#HOSTS_MAX]); when there
///    are more of them the oldest is forgotten and may cause one again: rather a look-up too many than a claim unheard.
/// 3. However many they are, no look-up of a DID begins sooner than [#REPLICA_LAG_MICROS] after the last one that was
///    answered. So the account's own frames wait so long and for one look-up at most, before they are judged.
final class Freshness {
    /// A full document is used at least this long, and longer while no newer one can be had.
    static final long FULL_MICROS = TimeUnit.HOURS.toMicros(24);

    /// A tombstone, an invalid document, or one without key or PDS.
    static final long LACKING_MICROS = TimeUnit.HOURS.toMicros(1);

    static final long NOT_FOUND_MICROS = TimeUnit.MINUTES.toMicros(2);

    /// A forced look-up begins at least this long after the last look-up began: directory replicas lag.
    static final long REPLICA_LAG_MICROS = TimeUnit.SECONDS.toMicros(2);

    private Freshness() {}

    /// The identity that checks may use now; null when the step has become a deferral until it is known.
    static @Nullable IdentityRecord usable(Judgement judgement) {
        IdentityRecord identity = judgement.state().identity();
        if (identity == null) {
            judgement.waitForIdentity(false, 0);
            return null;
        }
        if (identity.doubtful()) {
            judgement.waitForIdentity(false, identity.purgedAtMicros());
            return null;
        }
        if (judgement.nowMicros() - identity.fetchedAtMicros() <= lifetimeMicros(identity)) {
            return identity;
        }
        if (!isFull(identity)) {
            judgement.waitForIdentity(false, identity.fetchedAtMicros() + 1);
            return null;
        }
        judgement.refreshIdentity(identity.fetchedAtMicros() + 1);
        return identity;
    }

    /// Turns the step into a deferral until the identity is looked up anew, if this frame may still cause that:
    /// another host's frame must not hold up the account, so it never waits for the gap between forced look-ups
    /// to pass.
    static boolean refreshedForMismatch(Judgement judgement, IdentityRecord identity) {
        if (isNewerThanFrame(judgement, identity)) {
            return false;
        }
        Long forcedAt = identity.forced().atMicros(judgement.raw().host());
        boolean isAwaited = forcedAt != null && isAwaited(judgement, identity, forcedAt);
        if (forcedAt != null && !isAwaited && judgement.nowMicros() - forcedAt < gapMicros(judgement)) {
            return false;
        }
        long afterLag = identity.fetchedAtMicros() + REPLICA_LAG_MICROS;
        force(judgement, identity, forcedAt != null && isAwaited ? Math.max(afterLag, forcedAt) : afterLag);
        return true;
    }

    /// As [#refreshedForMismatch], for a frame of the account's own host: it waits for the gap.
    static boolean refreshedForSignature(Judgement judgement, IdentityRecord identity) {
        if (isNewerThanFrame(judgement, identity)) {
            return false;
        }
        long afterLag = identity.fetchedAtMicros() + REPLICA_LAG_MICROS;
        Long forcedAt = identity.forced().atMicros(judgement.raw().host());
        force(judgement, identity, forcedAt == null ? afterLag : Math.max(afterLag, nextMicros(judgement, forcedAt)));
        return true;
    }

    /// One that is still to come is joined: a frame that waits for it is judged anew at each start of the process, and
    /// must not put it off.
    private static long nextMicros(Judgement judgement, long forcedAtMicros) {
        boolean isToCome = forcedAtMicros > judgement.nowMicros();
        return isToCome ? forcedAtMicros : forcedAtMicros + gapMicros(judgement);
    }

    /// Whether the forced look-up was asked for after the frame came in and has not been made: the process may have
    /// ended before its answer came.
    private static boolean isAwaited(Judgement judgement, IdentityRecord identity, long forcedAtMicros) {
        return forcedAtMicros >= judgement.raw().receivedAtMicros() && identity.fetchedAtMicros() < forcedAtMicros;
    }

    /// A document looked up well after the frame came in has nothing more to tell about that frame.
    private static boolean isNewerThanFrame(Judgement judgement, IdentityRecord identity) {
        return judgement.tried().identity()
                || identity.fetchedAtMicros() >= judgement.raw().receivedAtMicros() + REPLICA_LAG_MICROS;
    }

    private static void force(Judgement judgement, IdentityRecord identity, long notBeforeMicros) {
        long atMicros = Math.max(judgement.nowMicros(), notBeforeMicros);
        judgement.state(
                judgement.state().withIdentity(identity.forcedBy(judgement.raw().host(), atMicros)));
        judgement.waitForIdentity(true, atMicros);
    }

    private static long gapMicros(Judgement judgement) {
        return judgement.context().forcedGapMicros();
    }

    private static long lifetimeMicros(IdentityRecord identity) {
        if (isFull(identity)) {
            return FULL_MICROS;
        }
        return identity.kind() == Kind.NOT_FOUND ? NOT_FOUND_MICROS : LACKING_MICROS;
    }

    private static boolean isFull(IdentityRecord identity) {
        return identity.kind() == Kind.RESOLVED && identity.signingKey() != null && identity.pdsHost() != null;
    }
}
