package net.atrelay.verify.embedded;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import net.atrelay.store.account.AccountState;
import net.atrelay.store.account.CountedStatus;
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
    private final ConcurrentMap<String, HostRoom> hosts = new ConcurrentHashMap<>();

    Admissions(HostRooms rooms) {
        this.rooms = rooms;
    }

    /// Whether the account may come to the host. The promise stands in its entry until the step is settled.
    Admission ask(AccountEntry entry, String host, long nowMicros) {
        if (host.equals(entry.placeAt)) {
            return Admission.ADMITTED;
        }
        long today = dayOf(nowMicros);
        boolean admitted = room(host, today)
                .enter(rooms.limits().accountsMax(host), rooms.limits().newAccountsPerDayMax(host), today);
        if (admitted) {
            entry.placeAt = host;
        }
        return admitted ? Admission.ADMITTED : Admission.THROTTLED;
    }

    /// Promises places to accounts that wait at the host; returns how many.
    int take(String host, int wanted, long nowMicros) {
        long today = dayOf(nowMicros);
        return (int) room(host, today)
                .take(wanted, rooms.limits().accountsMax(host), rooms.limits().newAccountsPerDayMax(host), today);
    }

    void giveBack(String host, int places, long nowMicros) {
        HostRoom room = room(host, dayOf(nowMicros));
        for (int i = 0; i < places; i++) {
            room.giveBack();
        }
    }

    /// A step is settled: the hosts' numbers follow, and a promised place is kept or given back. To be called before
    /// the state is handed on.
    void settled(AccountState before, AccountState next, @Nullable String placeAt, long nowMicros) {
        long today = dayOf(nowMicros);
        CountedStatus from = classOf(before);
        CountedStatus to = classOf(next);
        String fromHost = before.host();
        String toHost = next.host();
        boolean moved = from != to || fromHost != null && !fromHost.equals(toHost);
        boolean promised = moved && placeAt != null && placeAt.equals(toHost) && to != null;
        if (placeAt != null && !promised) {
            room(placeAt, today).giveBack();
        }
        if (moved && toHost != null && to != null) {
            room(toHost, today).come(to, promised);
        }
        if (moved && fromHost != null && from != null) {
            room(fromHost, today).leave(from);
        }
    }

    private HostRoom room(String host, long today) {
        HostRoom known = hosts.get(host);
        return known != null ? known : hosts.computeIfAbsent(host, name -> read(name, today));
    }

    private HostRoom read(String host, long today) {
        var counts = rooms.counts().counts(host);
        return new HostRoom(
                counts.takingRoom(), counts.throttled(), today, rooms.counts().admittedOn(host, today));
    }

    private static @Nullable CountedStatus classOf(AccountState state) {
        return state.host() == null ? null : CountedStatus.of(state);
    }

    private static long dayOf(long micros) {
        return Math.floorDiv(micros, DAY_MICROS);
    }
}
