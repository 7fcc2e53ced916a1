package net.atrelay.verify.core;

import net.atrelay.store.account.LocalStatus;

/// What this relay may say against an account, from weak to strong. A weaker restriction never takes a stronger one's
/// place.
final class Restrictions {
    private Restrictions() {}

    /// Whether an operator can impose it; the others follow from limits.
    static boolean isRuling(LocalStatus local) {
        return switch (local) {
            case TAKENDOWN, SUSPENDED, THROTTLED -> true;
            case ACTIVE, HOST_THROTTLED -> false;
        };
    }

    static LocalStatus stronger(LocalStatus one, LocalStatus other) {
        return strength(one) >= strength(other) ? one : other;
    }

    private static int strength(LocalStatus local) {
        return switch (local) {
            case ACTIVE -> 0;
            case THROTTLED -> 1;
            case HOST_THROTTLED -> 2;
            case SUSPENDED -> 3;
            case TAKENDOWN -> 4;
        };
    }
}
