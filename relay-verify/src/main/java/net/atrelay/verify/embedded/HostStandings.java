package net.atrelay.verify.embedded;

import org.jspecify.annotations.Nullable;

/// Since when each host has been in good standing. Any thread; must return at once.
public interface HostStandings {
    /// When the host came here or last sent something that it is to blame for (`Reason.blamesHost`), microseconds since
    /// the epoch; whichever is later. Null for a host that nothing is known of.
    @Nullable
    Long goodSinceMicros(String host);
}
