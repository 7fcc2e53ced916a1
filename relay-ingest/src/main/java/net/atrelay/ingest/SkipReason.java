package net.atrelay.ingest;

/// Why a frame from a host does not go on the bus though its socket stays; the name is a metric label.
public enum SkipReason {
    SEQ_NOT_INCREASING,
    UNKNOWN_TYPE,
    UNKNOWN_OP,
    /// Lacks what routing needs, or has it in a wrong form.
    MALFORMED_PAYLOAD,
    INFO,
    /// `#info` OutdatedCursor: the host no longer has what we missed.
    INFO_OUTDATED_CURSOR
}
