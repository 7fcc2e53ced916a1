package net.atrelay.fanout.query;

import java.util.ArrayList;
import java.util.List;
import net.atrelay.atproto.syntax.Did;
import net.atrelay.store.account.AccountState;
import net.atrelay.store.account.AccountTable;
import org.jspecify.annotations.Nullable;

/// One page of the accounts that have a repo, in the order of their DIDs.
///
/// @param accounts each with a head
/// @param cursor where the next page goes on; null on the last page
record RepoPage(List<AccountState> accounts, @Nullable Did cursor) {
    /// Rows that one page looks at: behind this many accounts that never committed, a page is short or empty
    /// and still has a cursor (protocol reference §7.1).
    static final int SCANNED_MAX = 10_000;

    private static final int CHUNK_MIN = 64;

    /// @param after the last DID of the page before; null for the start
    static RepoPage read(AccountTable table, @Nullable Did after, int limit) {
        List<AccountState> found = new ArrayList<>(limit);
        Did last = after;
        int chunk = Math.max(limit + 1, CHUNK_MIN);
        for (int scanned = 0; scanned < SCANNED_MAX; scanned += chunk) {
            List<AccountState> rows = table.list(last, chunk);
            for (AccountState row : rows) {
                if (row.head() != null && found.size() == limit) {
                    return new RepoPage(found, found.getLast().did());
                }
                if (row.head() != null) {
                    found.add(row);
                }
                last = row.did();
            }
            if (rows.size() < chunk) {
                return new RepoPage(found, null);
            }
        }
        return new RepoPage(found, last);
    }
}
