package net.atrelay.app.pull;

/// The own relay cannot be asked: it is not there, or the token may not.
final class AdminException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    /// @param exitCode of the command
    /// @param message one line for the operator
    AdminException(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    int exitCode() {
        return exitCode;
    }
}
