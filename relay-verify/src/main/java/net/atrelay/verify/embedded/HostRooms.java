package net.atrelay.verify.embedded;

import java.util.List;
import net.atrelay.atproto.syntax.Did;
import net.atrelay.store.account.AccountCounts;
import net.atrelay.store.account.AccountIndex;
import net.atrelay.store.account.HostAccountCounts;
import org.jspecify.annotations.Nullable;

/// What the account limits of hosts are held with.
///
/// @param counts durable numbers of accounts; read once for each host
/// @param index who waits for room, and who is held inactive
public record HostRooms(AccountCounts counts, AccountIndex index, HostLimits limits) {
    /// No limits, and nobody waits.
    public static HostRooms unlimited() {
        return new HostRooms(Nobody.COUNTED, Nobody.COUNTED, HostLimits.NONE);
    }

    private enum Nobody implements AccountCounts, AccountIndex {
        COUNTED;

        @Override
        public HostAccountCounts counts(String hostname) {
            return HostAccountCounts.NONE;
        }

        @Override
        public HostAccountCounts totals() {
            return HostAccountCounts.NONE;
        }

        @Override
        public long admittedOn(String hostname, long day) {
            return 0;
        }

        @Override
        public List<String> hostsWithWaiting(@Nullable String after, int limit) {
            return List.of();
        }

        @Override
        public List<Did> waiting(String hostname, int limit) {
            return List.of();
        }

        @Override
        public List<Did> inactive(@Nullable Did after, int limit) {
            return List.of();
        }
    }
}
