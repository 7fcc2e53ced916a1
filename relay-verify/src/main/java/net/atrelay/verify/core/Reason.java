package net.atrelay.verify.core;

import java.util.Locale;

/// Why a frame was not simply taken in. The name in lower case is the metric label; what follows from a reason
/// stands in [Policy].
public enum Reason {
    /// The frame was taken in before, or waits already.
    DUPLICATE,
    /// `rev` is not greater than the newest accepted one.
    REV_NOT_NEWER,
    /// Header with an `op` or `t` that a relay does not forward.
    UNKNOWN_TYPE,

    /// Not two CBOR maps that DRISL can say.
    MALFORMED,
    /// A required field is missing or of the wrong type.
    FIELDS_INVALID,
    /// A DID, TID, CID, datetime or number that is none.
    SYNTAX_INVALID,
    /// Beyond a limit on blocks, ops or strings.
    OVER_LIMIT,
    /// Ops with a bad action, path or shape, or two with one path.
    OPS_INVALID,
    /// The DID has a method other than plc and web.
    DID_METHOD,
    /// The frame speaks of another account than the one it was routed by.
    ROUTED_WRONGLY,
    /// The sender is not the host that the DID document names.
    HOST_MISMATCH,
    DID_NOT_FOUND,
    DID_TOMBSTONED,
    /// The directory gave a document that is none.
    DOCUMENT_INVALID,
    /// The document names no PDS.
    PDS_MISSING,
    /// The document has no key of a kind that signs repos.
    KEY_UNUSABLE,
    /// Taken down or suspended here.
    LOCALLY_INACTIVE,
    /// The account waits for room: its host has more accounts than its limit.
    HOST_OVER_LIMIT,
    /// More `#account`, `#identity` and `#sync` of one account than the rate for these.
    ACCOUNT_RATE,
    /// More `#identity` for accounts of other hosts than the rate for the sender.
    FOREIGN_IDENTITY_RATE,
    /// Not active at its host, and the host does not take that back.
    UPSTREAM_INACTIVE,
    /// `rev` lies more than five minutes ahead.
    REV_IN_FUTURE,
    /// CAR slice, commit block or its fields do not fit each other or the message.
    COMMIT_INVALID,
    SIGNATURE_INVALID,
    /// A record's block is missing, too large or not a map.
    RECORD_INVALID,
    /// Tree nodes break the rules of an MST.
    TREE_INVALID,
    /// The ops do not say what the new tree holds.
    OPS_UNTRUE,
    /// `prevData` or the `prev` of an op is missing (lenient hosts may).
    PREVIOUS_MISSING,
    /// Undoing the ops does not give `prevData`.
    INVERSION_FAILED,
    /// Two commits with the same rev.
    FORK,
    /// With its new seq the event would be longer than consumers read.
    EVENT_TOO_LARGE,
    /// No room in the account's waiting line.
    WAITING_LINE_FULL,
    /// Waited as long as it may.
    WAIT_EXPIRED,
    /// A fault of ours while judging the frame.
    FAULT,

    /// `prevData` is not the newest accepted tree: events were missed. The account is marked desynchronized.
    CHAIN_BROKEN,
    /// `since` is not the newest accepted rev, but the tree is: nothing was missed.
    SINCE_DIFFERS,
    /// A retired flag (`rebase`, `tooBig`) is set.
    RETIRED_FLAG,
    /// The outer map was not canonical and has been written anew.
    NOT_CANONICAL,
    /// A handle was taken out: not from the account's current host.
    HANDLE_REMOVED,
    /// The names of the account's collections take up more room than they may: some are not listed.
    COLLECTIONS_OVER_LIMIT,

    WAITS_FOR_IDENTITY,
    WAITS_FOR_REFRESH,
    WAITS_FOR_HOST_STATUS,
    WAITS_IN_LINE;

    private final String label = name().toLowerCase(Locale.ROOT);

    /// Whether only a fault of the sending host leads to it, and not what an honest host may run into.
    public boolean blamesHost() {
        return Policy.blamesHost(this);
    }

    /// The metric label.
    public String label() {
        return label;
    }
}
