package net.atrelay.store.move;

import org.jspecify.annotations.Nullable;

/// Why a file cannot be used. The message is one line, made for the operator's terminal.
public final class MoveFileException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public MoveFileException(String line) {
        this(line, null);
    }

    public MoveFileException(String line, @Nullable Throwable cause) {
        super(line, cause);
    }
}
