package net.atrelay.ingest;

/// Why a socket to a host came to its end, or never began; the name is a metric label.
public enum CloseReason {
    /// The name has no address, or its look-up failed.
    NAME_NOT_RESOLVED,
    /// The name has only addresses that a relay must not speak to.
    ADDRESS_REFUSED,
    CONNECT_FAILED,
    CONNECT_TIMEOUT,
    TLS_FAILED,
    /// Any HTTP answer but 101; redirects are not followed.
    UPGRADE_REFUSED,
    UPGRADE_TIMEOUT,
    /// The host says that it is a relay.
    RELAY_LOOP,
    TEXT_FRAME,
    FRAME_TOO_LARGE,
    FRAME_UNDECODABLE,
    SEQ_NOT_INCREASING,
    ERROR_FRAME,
    FUTURE_CURSOR,
    /// Nothing came, not even a pong.
    SILENT,
    WEBSOCKET_VIOLATION,
    /// More pings and pongs than a host has any need of.
    CONTROL_FLOOD,
    /// A message that began and did not end.
    MESSAGE_TIMEOUT,
    PEER_CLOSED,
    IO_ERROR,
    INTERNAL_ERROR,
    /// Closed by this relay, to go on behind another cursor.
    CURSOR_RESET,
    /// Closed by this relay: shutdown, ban.
    STOPPED;

    /// Whether the socket never came as far as being open.
    public boolean isDialFailure() {
        return compareTo(RELAY_LOOP) <= 0;
    }

    /// Whether this relay closed the socket for reasons that are not the host's.
    public boolean isOwnWish() {
        return this == STOPPED || this == CURSOR_RESET;
    }
}
