package net.atrelay.store.account;

/// The class that an account is counted in, per host. Every account is in exactly one.
///
/// Deletion comes first: an account that its host has deleted needs no room, whatever this relay says of it. Then
/// what this relay says, then what the host says.
public enum CountedStatus {
    ACTIVE,
    DEACTIVATED,
    SUSPENDED,
    TAKENDOWN,
    DELETED,
    /// Waits here for room under its host's account limit.
    THROTTLED,
    /// Inactive by a word of the host's that is none of these, or by none.
    OTHER;

    public static CountedStatus of(AccountState account) {
        return of(account.local(), account.upstream());
    }

    public static CountedStatus of(LocalStatus local, UpstreamStatus upstream) {
        if (upstream.isDeleted()) {
            return DELETED;
        }
        return switch (local) {
            case TAKENDOWN -> TAKENDOWN;
            case SUSPENDED -> SUSPENDED;
            case HOST_THROTTLED -> THROTTLED;
            case ACTIVE, THROTTLED -> upstream.active() ? ACTIVE : ofWord(String.valueOf(upstream.status()));
        };
    }

    /// Whether the account takes up room under its host's limit.
    public boolean takesRoom() {
        return this != DELETED && this != THROTTLED;
    }

    private static CountedStatus ofWord(String word) {
        return switch (word) {
            case "deactivated" -> DEACTIVATED;
            case "suspended" -> SUSPENDED;
            case "takendown" -> TAKENDOWN;
            default -> OTHER;
        };
    }
}
