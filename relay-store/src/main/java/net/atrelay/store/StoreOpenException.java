package net.atrelay.store;

import org.jspecify.annotations.Nullable;

/// Why the store does not open. The message is one line, made for the operator's terminal.
public final class StoreOpenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    public StoreOpenException(Reason reason, String line) {
        this(reason, line, null);
    }

    public StoreOpenException(Reason reason, String line, @Nullable Throwable cause) {
        super(line, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    /// The classes of refusal.
    public enum Reason {
        /// The directory cannot be made, read or written.
        UNWRITABLE,
        /// The directory holds something, but nothing of ours.
        FOREIGN,
        /// Another process has it open.
        IN_USE,
        /// A newer version of this program wrote it.
        NEWER_FORMAT,
        /// Public seqs would be given a second time.
        SEQ_GOES_BACK,
        /// The database is damaged.
        CORRUPT
    }
}
