package net.atrelay.verify.embedded;

/// How many accounts a host may have here. Asked anew each time, so a changed answer holds at once: a raised limit lets
/// in those that wait, a lowered one puts nobody out. Any thread; must not block.
public interface HostLimits {
    HostLimits NONE = host -> Long.MAX_VALUE;

    /// Accounts that may take up room at the host; deleted ones take none.
    long accountsMax(String host);

    /// Accounts that may begin to take up room in one day (UTC); those above it wait for the next. Without a bound of
    /// its own unless it is given.
    default long newAccountsPerDayMax(String host) {
        return Long.MAX_VALUE;
    }
}
