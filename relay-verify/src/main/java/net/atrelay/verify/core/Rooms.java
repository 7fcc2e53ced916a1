package net.atrelay.verify.core;

import net.atrelay.store.account.AccountState;
import net.atrelay.store.account.LocalStatus;
import org.jspecify.annotations.Nullable;

/// When an account needs room at a host, and what becomes of it (protocol reference §5.10, §8.5).
///
/// It needs room when it is attributed to a host for the first time or moves there, and when it comes back from
/// deletion: a deleted account takes none. An account that the operator restricts takes its place in any case, since
/// the restriction is what is to be seen of it.
final class Rooms {
    private Rooms() {}

    /// The account as it is to become, with or without room. Null when it has to be asked whether there is any.
    static @Nullable AccountState entered(AccountState before, AccountState next, Admission admission, long nowMicros) {
        String host = next.host();
        if (host == null || !needsRoom(before, next)) {
            return next;
        }
        return switch (next.local()) {
            case TAKENDOWN, SUSPENDED, THROTTLED -> next.entered(host, next.local(), nowMicros);
            case ACTIVE, HOST_THROTTLED ->
                switch (admission) {
                    case UNASKED -> null;
                    case ADMITTED -> next.entered(host, LocalStatus.ACTIVE, nowMicros);
                    case THROTTLED -> next.entered(host, LocalStatus.HOST_THROTTLED, nowMicros);
                };
        };
    }

    private static boolean needsRoom(AccountState before, AccountState next) {
        if (next.upstream().isDeleted()) {
            return false;
        }
        boolean comes = !String.valueOf(next.host()).equals(before.host());
        return comes || before.upstream().isDeleted();
    }
}
