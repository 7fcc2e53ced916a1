package net.atrelay.verify.core;

import java.util.concurrent.TimeUnit;
import net.atrelay.store.account.IdentityRecord;
import net.atrelay.store.account.IdentityRecord.Kind;
import org.jspecify.annotations.Nullable;

/// When a known identity may be relied on, and when it has to be asked for anew (protocol reference §6.5).
final class Freshness {
    /// A full document is used at least this long, and longer while no newer one can be had.
    static final long FULL_MICROS = TimeUnit.HOURS.toMicros(24);

    /// A tombstone, an invalid document, or one without key or PDS.
    static final long LACKING_MICROS = TimeUnit.HOURS.toMicros(1);

    static final long NOT_FOUND_MICROS = TimeUnit.MINUTES.toMicros(2);

    /// A forced look-up begins at least this long after the last look-up began: directory replicas lag.
    static final long REPLICA_LAG_MICROS = TimeUnit.SECONDS.toMicros(2);

    /// Forced look-ups of one DID are at least this far apart.
    static final long FORCED_GAP_MICROS = TimeUnit.SECONDS.toMicros(30);

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
        boolean isAwaited = isAwaitedSince(judgement.raw().receivedAtMicros(), identity);
        boolean gapPassed = identity.forcedAtMicros() == 0
                || judgement.nowMicros() - identity.forcedAtMicros() >= FORCED_GAP_MICROS;
        if (!isAwaited && !gapPassed || isNewerThanFrame(judgement, identity)) {
            return false;
        }
        long afterLag = identity.fetchedAtMicros() + REPLICA_LAG_MICROS;
        force(judgement, identity, isAwaited ? Math.max(afterLag, identity.forcedAtMicros()) : afterLag);
        return true;
    }

    /// As [#refreshedForMismatch], for a frame of the account's own host: it waits for the gap.
    static boolean refreshedForSignature(Judgement judgement, IdentityRecord identity) {
        if (isNewerThanFrame(judgement, identity)) {
            return false;
        }
        long afterLag = identity.fetchedAtMicros() + REPLICA_LAG_MICROS;
        force(judgement, identity, Math.max(afterLag, nextForcedMicros(judgement.nowMicros(), identity)));
        return true;
    }

    /// One that is still to come is joined: a frame that waits for it is judged anew at each start of the process, and
    /// must not put it off.
    private static long nextForcedMicros(long nowMicros, IdentityRecord identity) {
        long forcedAt = identity.forcedAtMicros();
        return forcedAt == 0 || forcedAt > nowMicros ? forcedAt : forcedAt + FORCED_GAP_MICROS;
    }

    /// Whether a forced look-up was asked for after that moment and has not been made: the process may have ended
    /// before its answer came.
    private static boolean isAwaitedSince(long receivedAtMicros, IdentityRecord identity) {
        long forcedAt = identity.forcedAtMicros();
        return forcedAt >= receivedAtMicros && identity.fetchedAtMicros() < forcedAt;
    }

    /// A document looked up well after the frame came in has nothing more to tell about that frame.
    private static boolean isNewerThanFrame(Judgement judgement, IdentityRecord identity) {
        return judgement.tried().identity()
                || identity.fetchedAtMicros() >= judgement.raw().receivedAtMicros() + REPLICA_LAG_MICROS;
    }

    private static void force(Judgement judgement, IdentityRecord identity, long notBeforeMicros) {
        long atMicros = Math.max(judgement.nowMicros(), notBeforeMicros);
        judgement.state(judgement.state().withIdentity(identity.forced(atMicros)));
        judgement.waitForIdentity(true, atMicros);
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
