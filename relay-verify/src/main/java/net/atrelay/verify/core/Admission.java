package net.atrelay.verify.core;

/// Whether there is room for an account that comes to a host (protocol reference §5.10). The limit is the host's, over
/// all accounts, so the fold is told.
public enum Admission {
    /// Not asked yet: the fold says with [Verdict.NeedsRoom] when it has to know.
    UNASKED,
    ADMITTED,
    /// Over the limit: the account waits for room.
    THROTTLED
}
