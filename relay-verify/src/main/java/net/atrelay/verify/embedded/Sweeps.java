package net.atrelay.verify.embedded;

import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import net.atrelay.atproto.syntax.Did;
import net.atrelay.store.account.AccountIndex;
import org.jspecify.annotations.Nullable;

/// The two slow passes over the index of accounts. Each does a bounded part every second and then goes on where it
/// left off; what they find goes to the account's shard.
///
/// 1. Accounts that wait for room are promised the places that there are at their hosts, oldest first.
/// 2. Accounts that are held inactive are handed out to be asked for, so many a minute.
///
/// Run by the timer's thread, one tick at a time.
final class Sweeps {
    private static final int HOSTS_PER_TICK_MAX = 1_000;
    private static final int PLACES_PER_HOST_MAX = 1_000;
    private static final int TICKS_PER_MINUTE = 60;

    private final AccountIndex index;
    private final Admissions admissions;
    private final Function<Did, Inbox> inboxes;
    private final Predicate<Did> owned;
    private final int sweptPerMinute;
    private @Nullable String hostReached;
    private @Nullable Did accountReached;
    /// Accounts to hand out, in sixtieths.
    private int credit;

    /// @param owned accounts that are looked after here
    /// @param start where the pass over those held inactive begins; null for the first
    Sweeps(
            HostRooms rooms,
            Admissions admissions,
            Function<Did, Inbox> inboxes,
            Predicate<Did> owned,
            int sweptPerMinute,
            @Nullable Did start) {
        this.index = rooms.index();
        this.admissions = admissions;
        this.inboxes = inboxes;
        this.owned = owned;
        this.sweptPerMinute = sweptPerMinute;
        accountReached = start;
    }

    synchronized void onTick() {
        admitWaiting();
        doubtInactive();
    }

    private void admitWaiting() {
        List<String> hosts = index.hostsWithWaiting(hostReached, HOSTS_PER_TICK_MAX);
        for (String host : hosts) {
            admit(host);
        }
        hostReached = hosts.size() < HOSTS_PER_TICK_MAX ? null : hosts.getLast();
    }

    private void admit(String host) {
        int places = admissions.take(host, PLACES_PER_HOST_MAX);
        if (places == 0) {
            return;
        }
        List<Did> oldest = index.waiting(host, places).stream().filter(owned).toList();
        for (Did did : oldest) {
            inboxes.apply(did).offer(new Mail.PlacePromised(did, host));
        }
        admissions.giveBack(host, places - oldest.size());
    }

    private void doubtInactive() {
        credit += sweptPerMinute;
        int wanted = credit / TICKS_PER_MINUTE;
        if (wanted == 0) {
            return;
        }
        credit -= wanted * TICKS_PER_MINUTE;
        List<Did> dids = index.inactive(accountReached, wanted);
        for (Did did : dids) {
            if (owned.test(did)) {
                inboxes.apply(did).offer(new Mail.StatusDoubted(did));
            }
        }
        accountReached = dids.size() < wanted ? null : dids.getLast();
    }
}
