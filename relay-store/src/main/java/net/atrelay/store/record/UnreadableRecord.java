package net.atrelay.store.record;

import org.jspecify.annotations.Nullable;

/// A record of our own that this version cannot read: damage, or the work of a newer version. Ends the process.
public final class UnreadableRecord extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UnreadableRecord(String message) {
        super(message);
    }

    public UnreadableRecord(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
