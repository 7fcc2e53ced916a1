package net.atrelay.verify.embedded;

/// How much a look-up may rely on what is known already.
public enum ResolveMode {
    /// May share a look-up that is under way or an answer not older than asked for.
    NORMAL,
    /// Must ask the directory anew; counts against the budgets per DID and per causing host.
    FORCED
}
