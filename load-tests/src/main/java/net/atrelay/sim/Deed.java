package net.atrelay.sim;

/// What an account can do, each announced as a reference host does.
public enum Deed {
    /// A commit with one new record.
    CREATE(false),
    /// A commit that deletes a record.
    DELETE(false),
    /// A commit that takes the last records of a collection away.
    EMPTY(false),
    /// A commit that changes a record.
    UPDATE(false),
    /// A commit of three writes and more.
    BATCH(false),
    /// A commit without any op.
    NOTHING(false),
    /// The host says that something about the identity may have changed.
    IDENTITY(false),
    /// Another account appears on the same host.
    NEW_ACCOUNT(false),
    /// Another signing key, and the host says so.
    ROTATE(true),
    /// Another signing key, and only the directory knows.
    ROTATE_SILENTLY(true),
    /// To another host.
    MOVE(true),
    /// Deactivated by its owner.
    DEACTIVATE(true),
    /// Taken down by its host.
    TAKE_DOWN(true),
    /// Active again after either.
    ACTIVATE(true),
    /// Deleted by its owner.
    DELETE_ACCOUNT(true),
    /// Its DID ends in the directory.
    TOMBSTONE(true);

    private final boolean needsQuiet;

    Deed(boolean needsQuiet) {
        this.needsQuiet = needsQuiet;
    }

    /// Whether what must become of frames of the account that are under way would be open, since directory and host
    /// already tell of the change.
    public boolean needsQuiet() {
        return needsQuiet;
    }
}
