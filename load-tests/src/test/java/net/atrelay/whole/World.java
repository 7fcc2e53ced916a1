package net.atrelay.whole;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import net.atrelay.process.Until;
import net.atrelay.sim.Account;
import net.atrelay.sim.Ledger;
import net.atrelay.sim.SimNetwork;
import net.atrelay.sim.WorldConfig;
import net.atrelay.sim.host.SimHost;
import net.atrelay.sim.plc.SimPlc;

/// A simulated network that a relay is to crawl, small and on free ports.
final class World implements AutoCloseable {
    private static final int RECORDS_MIN = 5;
    private static final int RECORDS_MAX = 200;

    private final SimNetwork network;

    World(long seed, int hosts, int accounts) {
        network = SimNetwork.start(new WorldConfig(seed, hosts, accounts, RECORDS_MIN, RECORDS_MAX, 0, false, 0, 0));
    }

    SimNetwork network() {
        return network;
    }

    Ledger ledger() {
        return network.ledger();
    }

    SimPlc plc() {
        return network.plc();
    }

    /// A host by its size, 0 being the biggest.
    SimHost host(int number) {
        return network.hosts().get(number);
    }

    /// The accounts of a host, oldest first.
    List<Account> accountsOf(SimHost host) {
        return network.accounts().stream()
                .filter(account -> account.host() == host)
                .toList();
    }

    /// The settings of a relay that crawls all hosts and does not keep a test waiting.
    Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>();
        settings.put("RELAY_IDENTITY_PLC_URL", network.plc().url());
        settings.put(
                "RELAY_INGEST_HOSTS",
                network.hosts().stream().map(SimHost::hostname).collect(Collectors.joining(",")));
        // Few hosts and accounts do here what thousands do elsewhere.
        settings.put("RELAY_INGEST_LIMITS_TIERS", "simulated: *; accounts=10000000; accountEventsPerHour=1000000000");
        settings.put("RELAY_VERIFY_PACES_ACCOUNT_EVENTS_PER_HOUR_MAX", "1000000000");
        settings.put("RELAY_VERIFY_PACES_FOREIGN_IDENTITIES_PER_MINUTE_MAX", "1000000000");
        settings.put("RELAY_VERIFY_PACES_STATUS_QUESTIONS_PER_MINUTE_MAX", "1000000000");
        // What a host is asked in between may be told before its own frame, which the ledger does not know of.
        settings.put("RELAY_VERIFY_PACES_SWEPT_ACCOUNTS_PER_MINUTE", "0");
        settings.put("RELAY_INGEST_RETRY_FIRST", "100ms");
        settings.put("RELAY_INGEST_RETRY_LONGEST", "500ms");
        settings.put("RELAY_STREAM_PARTING_DRAIN_SPREAD", "0s");
        return settings;
    }

    /// Returns when the relay reads every host: from a host that is new to it, it hears what is said from then on.
    void awaitListener() {
        Until.holds("every host is read", () -> network.hosts().stream().allMatch(host -> host.connections() > 0));
    }

    /// Every active account posts once. What it has said before has been judged when that comes out.
    void everybodyPosts() {
        network.accounts().stream().filter(account -> account.status() == null).forEach(network::post);
    }

    @Override
    public void close() {
        network.close();
    }
}
