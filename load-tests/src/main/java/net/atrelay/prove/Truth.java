package net.atrelay.prove;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import net.atrelay.sim.Account;
import net.atrelay.sim.SimNetwork;
import net.atrelay.sim.host.SimHost;
import org.jspecify.annotations.Nullable;

/// What is true of accounts and hosts, taken from the simulated network.
///
/// @param repos by DID, in the order of DIDs
record Truth(SortedMap<String, Repo> repos, List<Host> hosts) {
    /// An account and its repo.
    ///
    /// @param status why it is not active; null when it is
    /// @param word what `getRepoStatus` tells beside: the status, or that events of the active account were missed
    /// (lexicon: sync.getRepoStatus); null for nothing
    /// @param rev of the last commit
    /// @param head the last commit's CID
    record Repo(@Nullable String status, @Nullable String word, String rev, String head) {
        private static Repo of(Account account) {
            String status = account.status();
            return new Repo(
                    status,
                    status == null && account.isMissed() ? "desynchronized" : status,
                    account.head().rev(),
                    account.head().cid().toString());
        }
    }

    /// A host.
    ///
    /// @param seq the last that it gave
    /// @param accounts how many it has, or had until they were deleted
    record Host(String hostname, long seq, long accounts) {}

    static Truth of(SimNetwork network) {
        List<Account> accounts = network.accounts();
        SortedMap<String, Repo> repos = new TreeMap<>();
        accounts.forEach(account -> repos.put(account.did(), Repo.of(account)));
        Map<SimHost, Long> counts =
                accounts.stream().collect(Collectors.groupingBy(Account::host, Collectors.counting()));
        List<Host> hosts = network.hosts().stream()
                .map(host -> new Host(host.hostname(), host.publishedSeq(), counts.getOrDefault(host, 0L)))
                .toList();
        return new Truth(repos, hosts);
    }
}
