package net.atrelay.verify;

import java.util.Locale;

/// How a request to another HTTP server ended. The name in lower case is the metric label.
public enum HttpOutcome {
    /// A whole response, whatever its status says.
    ANSWERED,
    /// The name has no address, or the name servers gave none in time.
    NAME_UNKNOWN,
    /// The name has no address, or the URL no port, that strangers may send the relay to.
    ADDRESS_REFUSED,
    /// No connection, or one that broke.
    CONNECTION,
    /// No TLS, or a certificate that is not valid for the name.
    TLS,
    /// Not done when the time was up.
    TIMEOUT,
    /// A longer body than is read.
    BODY_TOO_LARGE,
    /// No HTTP response, or one beyond the limits on headers.
    RESPONSE_INVALID,
    /// Not asked: the server wishes to be left alone for a while (`Retry-After`).
    HELD_OFF,
    /// The relay is stopping.
    CLOSED;

    private final String label = name().toLowerCase(Locale.ROOT);

    /// The metric label.
    public String label() {
        return label;
    }
}
