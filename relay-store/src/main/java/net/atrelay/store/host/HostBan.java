package net.atrelay.store.host;

/// An operator's word, or this relay's own, that a name is not crawled.
///
/// @param name lower case; for a host as in [HostRecord], for a domain without a port
/// @param scope what it covers
/// @param atMicros when it was spoken, microseconds since the epoch
/// @param reason for operators; printable, bounded
public record HostBan(String name, Scope scope, long atMicros, String reason) {
    private static final int REASON_LENGTH_MAX = 200;

    public HostBan {
        reason = PeerText.printable(reason, REASON_LENGTH_MAX);
    }

    /// Stored by the kind of their keys.
    public enum Scope {
        /// One host.
        HOST,
        /// The name itself and all names below.
        DOMAIN
    }
}
