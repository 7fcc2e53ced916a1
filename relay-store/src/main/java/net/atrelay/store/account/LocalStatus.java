package net.atrelay.store.account;

/// What this relay's operator or limits say of an account, apart from what its host says.
public enum LocalStatus {
    ACTIVE,
    TAKENDOWN,
    SUSPENDED,
    /// Soft: events still pass.
    THROTTLED,
    /// Over its host's account limit: nothing passes.
    HOST_THROTTLED
}
