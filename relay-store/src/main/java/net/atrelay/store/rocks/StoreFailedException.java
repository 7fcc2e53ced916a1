package net.atrelay.store.rocks;

/// The database could not be read or written: the process has to end.
final class StoreFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StoreFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
