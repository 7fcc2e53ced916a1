package net.atrelay.verify;

import java.util.Locale;

/// Requests that share a bound on how many are under way and how many wait. The name in lower case is the metric label.
public enum HttpLane {
    /// To the PLC directory.
    DIRECTORY,
    /// To domains that are a did:web.
    DOMAINS,
    /// To hosts.
    HOSTS;

    private final String label = name().toLowerCase(Locale.ROOT);

    /// The metric label.
    public String label() {
        return label;
    }
}
