package net.atrelay.store.account;

/// How many accounts are attributed to a host, by [CountedStatus].
public record HostAccountCounts(
        long active, long deactivated, long suspended, long takendown, long deleted, long throttled, long other) {
    public static final HostAccountCounts NONE = new HostAccountCounts(0, 0, 0, 0, 0, 0, 0);

    /// All accounts, deleted ones included.
    public long total() {
        return takingRoom() + deleted + throttled;
    }

    /// The accounts that count against the host's limit.
    public long takingRoom() {
        return active + deactivated + suspended + takendown + other;
    }

    public long of(CountedStatus status) {
        return switch (status) {
            case ACTIVE -> active;
            case DEACTIVATED -> deactivated;
            case SUSPENDED -> suspended;
            case TAKENDOWN -> takendown;
            case DELETED -> deleted;
            case THROTTLED -> throttled;
            case OTHER -> other;
        };
    }

    public HostAccountCounts plus(HostAccountCounts more) {
        return new HostAccountCounts(
                active + more.active,
                deactivated + more.deactivated,
                suspended + more.suspended,
                takendown + more.takendown,
                deleted + more.deleted,
                throttled + more.throttled,
                other + more.other);
    }
}
