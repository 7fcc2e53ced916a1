package net.atrelay.verify;

import java.util.Locale;

/// How the comparison of all accounts of a host ended. The name in lower case is the metric label, and the reason
/// in the host's journal.
public enum ListingEnd {
    /// The host has listed all of its accounts.
    COMPLETE,
    /// The host does not list its accounts.
    NOT_OFFERED,
    /// It went on for longer than is listened to.
    ENDLESS,
    /// The host could not be asked to the end.
    FAILED;

    private final String label = name().toLowerCase(Locale.ROOT);

    /// The metric label.
    public String label() {
        return label;
    }
}
