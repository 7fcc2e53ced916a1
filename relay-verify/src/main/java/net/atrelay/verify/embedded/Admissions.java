package net.atrelay.verify.embedded;

import java.time.InstantSource;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import net.atrelay.store.account.AccountState;
import net.atrelay.store.account.CountedStatus;
import net.atrelay.store.account.HostAccountCounts;
import net.atrelay.verify.core.Admission;
import org.jspecify.annotations.Nullable;

/// Who may come to a host, exact over all shards: a place is promised before the fold is told that there is one, and
/// kept or given back when the step is settled. Any thread.
///
/// A host's numbers are read once, before the first change to them in this process, and followed from there; after a
/// crash they are read again, and no promise is left over. There are as many entries as hosts that accounts are
/// attributed to.
final class Admissions {
    private static final long DAY_MICROS = TimeUnit.DAYS.toMicros(1);

    private final HostRooms rooms;
    private final InstantSource clock;
    private final ConcurrentMap<String, HostRoom> hosts = new ConcurrentHashMap<>();

    Admissions(HostRooms rooms, InstantSource clock) {
        this.rooms = rooms;
        this.clock = clock;
    }

    /// Whether the account may come to the host. The promise stands in its entry until the step is settled.
    Admission ask(AccountEntry entry, String host) {
        if (host.equals(entry.placeAt)) {
            return Admission.ADMITTED;
        }
        long today = today();
        boolean admitted = room(host)
                .enter(rooms.limits().accountsMax(host), rooms.limits().newAccountsPerDayMax(host), today);
        if (admitted) {
            entry.placeAt = host;
        }
        return admitted ? Admission.ADMITTED : Admission.THROTTLED;
    }

    /// Promises places to accounts that wait at the host; returns how many.
    int take(String host, int wanted) {
        HostLimits limits = rooms.limits();
        return (int) room(host).take(wanted, limits.accountsMax(host), limits.newAccountsPerDayMax(host), today());
    }

    void giveBack(String host, int places) {
        HostRoom room = room(host);
        for (int i = 0; i < places; i++) {
            room.giveBack();
        }
    }

    /// A step is settled: the hosts' numbers follow, and a promised place is kept or given back. To be called before
    /// the state is handed on.
    void settled(AccountState before, AccountState next, @Nullable String placeAt) {
        CountedStatus from = classOf(before);
        CountedStatus to = classOf(next);
        String fromHost = before.host();
        String toHost = next.host();
        boolean moved = from != to || fromHost != null && !fromHost.equals(toHost);
        boolean promised = moved && placeAt != null && placeAt.equals(toHost) && to != null;
        if (placeAt != null && !promised) {
            room(placeAt).giveBack();
        }
        if (moved && toHost != null && to != null) {
            room(toHost).come(to, promised);
        }
        if (moved && fromHost != null && from != null) {
            room(fromHost).leave(from);
        }
    }

    private HostRoom room(String host) {
        HostRoom known = hosts.get(host);
        return known != null ? known : hosts.computeIfAbsent(host, this::read);
    }

    private HostRoom read(String host) {
        long today = today();
        HostAccountCounts counts = rooms.counts().counts(host);
        return new HostRoom(
                counts.takingRoom(), counts.throttled(), today, rooms.counts().admittedOn(host, today));
    }

    private static @Nullable CountedStatus classOf(AccountState state) {
        return state.host() == null ? null : CountedStatus.of(state);
    }

    private long today() {
        return Math.floorDiv(Micros.of(clock.instant()), DAY_MICROS);
    }
}
