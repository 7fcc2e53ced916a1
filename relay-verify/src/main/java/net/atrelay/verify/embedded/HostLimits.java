package net.atrelay.verify.embedded;

/// What a host is held to, as its tier has it. Asked anew each time, so a changed answer holds at once: a raised
/// account limit lets in those that wait, a lowered one puts nobody out. Any thread; must return at once.
public interface HostLimits {
    HostLimits NONE = host -> Long.MAX_VALUE;

    /// Accounts that may take up room at the host; deleted ones take none.
    long accountsMax(String host);

    /// Accounts that may begin to take up room in one day (UTC); those above it wait for the next.
    default long newAccountsPerDayMax(String host) {
        return Long.MAX_VALUE;
    }

    /// Frames of one account in an hour, commits included; a host with an account beyond is read more slowly.
    default long accountFramesPerHourMax(String host) {
        return Long.MAX_VALUE;
    }

    /// Whether checks that old hosts fail only take note (protocol reference §5.6).
    default boolean lenient(String host) {
        return false;
    }
}
