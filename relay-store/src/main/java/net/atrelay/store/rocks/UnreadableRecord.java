package net.atrelay.store.rocks;

import org.jspecify.annotations.Nullable;

/// A record of our own that this version cannot read: damage, or the work of a newer version. Ends the process.
final class UnreadableRecord extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnreadableRecord(String message) {
        super(message);
    }

    UnreadableRecord(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
