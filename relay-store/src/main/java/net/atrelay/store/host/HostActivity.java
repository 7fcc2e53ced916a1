package net.atrelay.store.host;

import org.jspecify.annotations.Nullable;

/// What the process that reads a host says of it, for operators elsewhere; true when it was said.
///
/// @param hostname the host
/// @param connected whether its socket is open
/// @param heldBackBy name of the limit for which its socket is not read; null for none
/// @param inFlightBytes bytes read from it that are not durable yet
/// @param framesRead frames that it has sent since that process knows it
/// @param failures failed attempts to reach it, in a row
/// @param nextDialAtMicros when it is dialled next; null when no dial is due
public record HostActivity(
        String hostname,
        boolean connected,
        @Nullable String heldBackBy,
        long inFlightBytes,
        long framesRead,
        int failures,
        @Nullable Long nextDialAtMicros) {
    /// Of a host that nobody has said anything of.
    public static HostActivity none(String hostname) {
        return new HostActivity(hostname, false, null, 0, 0, 0, null);
    }

    /// Whether nothing has happened since but that frames came and went.
    public boolean isLike(HostActivity earlier) {
        return connected == earlier.connected && failures == earlier.failures && isHeldBack() == earlier.isHeldBack();
    }

    private boolean isHeldBack() {
        return heldBackBy != null;
    }
}
