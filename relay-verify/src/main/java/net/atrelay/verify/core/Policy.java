package net.atrelay.verify.core;

import net.atrelay.atproto.stream.Strictness;

/// The policy table: what follows when a check fails, for strict and lenient hosts (protocol reference §5.5, §5.6).
public final class Policy {
    /// What becomes of a frame that failed a check.
    public enum Action {
        /// Counted; the next check decides.
        NOTE,
        /// Not new. Nothing of it goes out.
        IGNORE,
        /// Refused. Nothing of it goes out.
        DROP
    }

    private Policy() {}

    public static Action action(Reason reason, Strictness policy) {
        return switch (reason) {
            case DUPLICATE, REV_NOT_NEWER, UNKNOWN_TYPE -> Action.IGNORE;
            case MALFORMED,
                    FIELDS_INVALID,
                    SYNTAX_INVALID,
                    OVER_LIMIT,
                    OPS_INVALID,
                    DID_METHOD,
                    ROUTED_WRONGLY,
                    HOST_MISMATCH,
                    DID_NOT_FOUND,
                    DID_TOMBSTONED,
                    DOCUMENT_INVALID,
                    PDS_MISSING,
                    KEY_UNUSABLE,
                    LOCALLY_INACTIVE,
                    HOST_OVER_LIMIT,
                    ACCOUNT_RATE,
                    FOREIGN_IDENTITY_RATE,
                    UPSTREAM_INACTIVE,
                    REV_IN_FUTURE,
                    COMMIT_INVALID,
                    SIGNATURE_INVALID,
                    RECORD_INVALID,
                    TREE_INVALID,
                    OPS_UNTRUE,
                    FORK,
                    EVENT_TOO_LARGE,
                    WAITING_LINE_FULL,
                    WAIT_EXPIRED,
                    FAULT -> Action.DROP;
            // What Sync 1.1 added: a lenient host may still be without it.
            case PREVIOUS_MISSING, INVERSION_FAILED ->
                switch (policy) {
                    case STRICT -> Action.DROP;
                    case LENIENT -> Action.NOTE;
                };
            // An honest host may be in this situation: the frame goes out and consumers repair themselves.
            case CHAIN_BROKEN, SINCE_DIFFERS, RETIRED_FLAG, NOT_CANONICAL, HANDLE_REMOVED, COLLECTIONS_OVER_LIMIT ->
                Action.NOTE;
            // Not failures but reasons to wait; a frame does not fail a check with them.
            case WAITS_FOR_IDENTITY, WAITS_FOR_REFRESH, WAITS_FOR_HOST_STATUS, WAITS_IN_LINE -> Action.NOTE;
        };
    }

    /// What an honest host that follows the protocol does not send, whatever happens to its accounts or to us.
    static boolean blamesHost(Reason reason) {
        return switch (reason) {
            case MALFORMED,
                    FIELDS_INVALID,
                    SYNTAX_INVALID,
                    OVER_LIMIT,
                    OPS_INVALID,
                    REV_IN_FUTURE,
                    COMMIT_INVALID,
                    SIGNATURE_INVALID,
                    RECORD_INVALID,
                    TREE_INVALID,
                    OPS_UNTRUE,
                    INVERSION_FAILED,
                    FORK,
                    FOREIGN_IDENTITY_RATE -> true;
            case DUPLICATE,
                    REV_NOT_NEWER,
                    UNKNOWN_TYPE,
                    DID_METHOD,
                    ROUTED_WRONGLY,
                    HOST_MISMATCH,
                    DID_NOT_FOUND,
                    DID_TOMBSTONED,
                    DOCUMENT_INVALID,
                    PDS_MISSING,
                    KEY_UNUSABLE,
                    LOCALLY_INACTIVE,
                    HOST_OVER_LIMIT,
                    ACCOUNT_RATE,
                    UPSTREAM_INACTIVE,
                    PREVIOUS_MISSING,
                    EVENT_TOO_LARGE,
                    WAITING_LINE_FULL,
                    WAIT_EXPIRED,
                    FAULT,
                    CHAIN_BROKEN,
                    SINCE_DIFFERS,
                    RETIRED_FLAG,
                    NOT_CANONICAL,
                    HANDLE_REMOVED,
                    COLLECTIONS_OVER_LIMIT,
                    WAITS_FOR_IDENTITY,
                    WAITS_FOR_REFRESH,
                    WAITS_FOR_HOST_STATUS,
                    WAITS_IN_LINE -> false;
        };
    }
}
