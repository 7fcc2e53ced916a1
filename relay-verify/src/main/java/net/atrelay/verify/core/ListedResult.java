package net.atrelay.verify.core;

import java.util.Locale;

/// How what a host lists of an account stands to what is known of it here. The name in lower case is the metric
/// label.
public enum ListedResult {
    /// The newest commit is the same.
    SAME,
    /// The host has a commit that has not come here: it may have been missed.
    AHEAD,
    /// The host has an older commit than what it sent before: it was restored from a backup.
    BEHIND,
    /// Two commits with the same rev.
    OTHER_COMMIT,
    /// What is known here is newer than the list.
    OUTDATED,
    /// No commit of the account has been accepted: it is made known by its frames alone.
    UNKNOWN,
    /// The account is not of this host: what it says of it counts for nothing.
    FOREIGN,
    /// No entry of a list, or one with a rev from the future.
    UNUSABLE,
    /// Another process, which judges the account, compares it and tells what comes of it.
    HANDED_ON;

    private final String label = name().toLowerCase(Locale.ROOT);

    /// The metric label.
    public String label() {
        return label;
    }

    /// Whether the account is out of step with its host.
    public boolean differs() {
        return this == AHEAD || this == BEHIND || this == OTHER_COMMIT;
    }
}
