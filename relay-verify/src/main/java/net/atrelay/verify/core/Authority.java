package net.atrelay.verify.core;

import net.atrelay.store.account.AccountState;
import net.atrelay.store.account.IdentityRecord;
import org.jspecify.annotations.Nullable;

/// Who may speak for an account: the PDS that its current DID document names, whatever host spoke before (spec:
/// sync, Message Validation Checklist; protocol reference §8.2).
final class Authority {
    private Authority() {}

    /// The document that names the frame's host; the account is then attributed to that host. Null when the step is
    /// over: waiting for a document, in need of room, or refused.
    static @Nullable IdentityRecord shown(Judgement judgement) {
        IdentityRecord identity = Freshness.usable(judgement);
        if (identity == null) {
            return null;
        }
        Reason refusal = refusal(identity, judgement.raw().host());
        if (refusal == null) {
            return attributed(judgement) ? identity : null;
        }
        if (!mayHeal(refusal) || !Freshness.refreshedForMismatch(judgement, identity)) {
            judgement.fails(refusal);
        }
        return null;
    }

    /// Why this document does not let the host speak; null when it does.
    static @Nullable Reason refusal(IdentityRecord identity, String host) {
        return switch (identity.kind()) {
            case TOMBSTONED -> Reason.DID_TOMBSTONED;
            case NOT_FOUND -> Reason.DID_NOT_FOUND;
            case INVALID_DOCUMENT -> Reason.DOCUMENT_INVALID;
            case RESOLVED -> {
                String pdsHost = identity.pdsHost();
                if (pdsHost == null) {
                    yield Reason.PDS_MISSING;
                }
                yield pdsHost.equals(host) ? null : Reason.HOST_MISMATCH;
            }
        };
    }

    /// Whether a document of a moment later may say otherwise: the account is new or is moving.
    private static boolean mayHeal(Reason refusal) {
        return refusal == Reason.HOST_MISMATCH || refusal == Reason.PDS_MISSING || refusal == Reason.DID_NOT_FOUND;
    }

    /// False when it must be asked first whether the host has room.
    private static boolean attributed(Judgement judgement) {
        AccountState state = judgement.state();
        String host = judgement.raw().host();
        if (host.equals(state.host())) {
            return true;
        }
        AccountState moved = Rooms.entered(state, state.withHost(host), judgement.admission(), judgement.nowMicros());
        if (moved == null) {
            judgement.needsRoom(host);
            return false;
        }
        judgement.state(moved);
        return true;
    }
}
