package net.atrelay.fanout.query;

import java.util.List;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import net.atrelay.atproto.cid.Cid;
import net.atrelay.atproto.syntax.Did;
import net.atrelay.atproto.syntax.Tid;
import net.atrelay.store.account.AccountState;
import net.atrelay.store.account.AccountTable;
import net.atrelay.store.account.IdentityRecord;
import net.atrelay.store.account.RepoHead;
import org.jspecify.annotations.Nullable;

/// Account states in memory, in the order of their DIDs.
public final class MemoryAccounts implements AccountTable {
    private final NavigableMap<Did, AccountState> accounts = new ConcurrentSkipListMap<>();

    @Override
    public @Nullable AccountState find(Did did) {
        return accounts.get(did);
    }

    @Override
    public List<AccountState> list(@Nullable Did after, int limit) {
        NavigableMap<Did, AccountState> rest = after == null ? accounts : accounts.tailMap(after, false);
        return rest.values().stream().limit(limit).toList();
    }

    public void put(AccountState account) {
        accounts.put(account.did(), account);
    }

    /// An active account with a head, on this host by the DID document.
    public static AccountState account(String did, String pdsHost) {
        Cid cid = Cid.ofDagCbor(did.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        return AccountState.unknown(new Did(did))
                .withHead(new RepoHead(Tid.of(1_700_000_000_000_000L, 1).value(), cid, cid, false))
                .withHost(pdsHost)
                .withIdentity(new IdentityRecord(IdentityRecord.Kind.RESOLVED, "did:key:z", pdsHost, 1, 0));
    }
}
