package net.atrelay.store.audit;

/// What came of a change. Stored by their order.
public enum AuditOutcome {
    /// Begun, and not known to have ended: it runs, or the process ended in between.
    BEGUN,
    DONE,
    /// Not allowed, or not possible as it was asked.
    REFUSED,
    /// Ended by a fault; parts of it may hold.
    FAILED
}
