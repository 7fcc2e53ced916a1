package net.atrelay.verify;

import java.util.Locale;

/// What the verify stage asks another HTTP server for. The name in lower case is the metric label.
public enum HttpCall {
    /// The PLC directory, for the document of a did:plc.
    PLC,
    /// A domain, for the document of its did:web.
    WEB,
    /// A host, for the status of one of its accounts.
    HOST_STATUS,
    /// A host, for what it is.
    SERVER,
    /// A host, for a page of the list of its accounts.
    REPO_LIST,
    /// Another relay, for a page of the list of its hosts.
    HOST_LIST;

    private final String label = name().toLowerCase(Locale.ROOT);

    /// The metric label.
    public String label() {
        return label;
    }
}
