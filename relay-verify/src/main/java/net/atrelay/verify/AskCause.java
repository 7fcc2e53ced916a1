package net.atrelay.verify;

import java.util.Locale;

/// Why a host is asked for an account's status.
public enum AskCause {
    /// It sends commits of an account that it has called inactive.
    CONTRADICTION,
    /// It is an inactive account's turn to be looked at again.
    SWEEP,
    /// Changes of the account's status came too fast to be told.
    RATE,
    /// It lists the account with another status than is known of it.
    LISTING;

    private final String label = name().toLowerCase(Locale.ROOT);

    /// The metric label.
    public String label() {
        return label;
    }
}
