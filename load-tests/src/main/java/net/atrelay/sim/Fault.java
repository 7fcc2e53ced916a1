package net.atrelay.sim;

/// What can go wrong with a frame, a stream or a host.
public enum Fault {
    /// The account's last commit is announced again under a new number.
    DUPLICATE(true),
    /// A frame carries a number that was used already on the same connection.
    SEQ_REGRESS(true),
    /// A commit is never announced, so that the next one does not follow on.
    SWALLOW(true),
    /// A binary message that is no frame.
    GARBAGE(false),
    /// A text message.
    TEXT(false),
    /// A message of more than five million bytes.
    OVERSIZE(false),
    /// Another host announces a sound commit of the account.
    WRONG_HOST(true),
    /// A commit signed with a key that is not the account's.
    BAD_SIGNATURE(true),
    /// A commit that names a previous root its ops do not lead back to.
    WRONG_PREV_DATA(true),
    /// A slice without its root node.
    BROKEN_PROOF(true),
    /// A slice without the record it creates.
    MISSING_RECORD(true),
    /// A commit that hides one of its ops.
    LYING_OPS(true),
    /// A sound commit whose payload keys are out of order.
    UNSORTED_KEYS(true),
    /// A sound commit whose number takes more bytes than it needs.
    LONG_INTEGER(true),
    /// A frame of a type nobody knows.
    UNKNOWN_TYPE(true),
    /// A commit whose signature has s in the upper half.
    HIGH_S(true),
    /// A commit of an account that its host has announced as deactivated. The account stays so.
    COMMIT_WHILE_INACTIVE(false),
    /// A commit of an account whose DID has ended in the directory, which its host has announced as a change.
    COMMIT_AFTER_TOMBSTONE(false),
    /// The host cuts its connections.
    DISCONNECT(false),
    /// The host sends nothing for two seconds.
    STALL(false);

    private final boolean frameOnly;

    Fault(boolean frameOnly) {
        this.frameOnly = frameOnly;
    }

    /// Whether the fault leaves the connection and the account's status as they are.
    public boolean isFrameOnly() {
        return frameOnly;
    }
}
