package net.atrelay.app;

/// Exit codes of the program, which `relay run --help` and those of other commands tell of; after `sysexits.h`. The
/// launcher script ends with 69 when Java or Maven is missing or the build fails.
public final class ExitCode {
    public static final int OK = 0;
    /// The JVM was out of memory. What was acknowledged is on disk; a restart is safe.
    public static final int OUT_OF_MEMORY = 3;
    /// An option or a command that does not exist, or lacks its value.
    public static final int USAGE = 64;
    /// The data directory holds what must not be gone on with.
    public static final int DATA = 65;
    /// Another server, which the command needs, is not there or does not do what it should.
    public static final int UNAVAILABLE = 69;
    /// A fault of this program or of its machine, at the start or later; the log has it. A restart is safe.
    public static final int FAULT = 70;
    /// The data directory cannot be made or written, or is not a relay's.
    public static final int DIRECTORY = 73;
    /// Another process has the data directory or the port.
    public static final int BUSY = 75;
    /// A token that is missing, or may not.
    public static final int NOT_PERMITTED = 77;
    /// A setting has a bad value or an unknown name.
    public static final int CONFIG = 78;

    private ExitCode() {}
}
