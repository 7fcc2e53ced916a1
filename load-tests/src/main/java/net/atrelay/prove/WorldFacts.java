package net.atrelay.prove;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import net.atrelay.sim.Account;
import net.atrelay.sim.SimNetwork;
import net.atrelay.sim.host.SimHost;

/// The size of a world as it was before the first step.
///
/// @param accountsByHost biggest host first
/// @param recordsLeast records of the smallest repo
/// @param recordsMedian records of the repo in the middle
/// @param recordsMost records of the biggest repo
record WorldFacts(List<Long> accountsByHost, long recordsLeast, long recordsMedian, long recordsMost) {
    static WorldFacts of(SimNetwork network) {
        List<Account> accounts = network.accounts();
        Map<SimHost, Long> counts =
                accounts.stream().collect(Collectors.groupingBy(Account::host, Collectors.counting()));
        List<Long> records = accounts.stream().map(Account::records).sorted().toList();
        return new WorldFacts(
                network.hosts().stream()
                        .map(host -> counts.getOrDefault(host, 0L))
                        .toList(),
                records.getFirst(),
                records.get(records.size() / 2),
                records.getLast());
    }
}
