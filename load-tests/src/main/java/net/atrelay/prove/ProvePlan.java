package net.atrelay.prove;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import net.atrelay.sim.Deed;
import net.atrelay.sim.Fault;
import net.atrelay.sim.SimNetwork;
import net.atrelay.sim.WorldConfig;
import net.atrelay.sim.host.SimHost;

/// What a run is made of; with the same plan the same is announced.
///
/// @param hosts their sizes and their activity follow Zipf's law
/// @param accounts those that exist from the start
/// @param steps how often an account does something, or something goes wrong
/// @param restarts how often the relay is killed and started again
/// @param recordsMax the most records a repo begins with; most have far fewer, none below 10
/// @param large how many repos begin with the most
/// @param faultsPerThousand how many of a thousand steps are faults, over all hosts
record ProvePlan(
        long seed, int hosts, int accounts, int steps, int restarts, int recordsMax, int large, int faultsPerThousand) {
    private static final int RECORDS_MIN = 10;
    /// Steps of a thousand that are deeds other than one new record.
    static final int RARE_DEEDS_PER_THOUSAND = 150;
    /// No simulated account or host is held to the pace of a real one.
    private static final String UNLIMITED = "1000000000";
    /// What may be missing of an even share: some faults cannot happen at the moment that the plan has for them.
    private static final int FLOOR_SHARE = 3;

    WorldConfig world() {
        return new WorldConfig(seed, hosts, accounts, RECORDS_MIN, recordsMax, large, false, 0, 0);
    }

    /// How often each kind of fault must have happened.
    long faultsFloor() {
        return floor(faultsPerThousand, Fault.values().length);
    }

    /// How often each kind of deed must have been done.
    long deedsFloor() {
        return floor(RARE_DEEDS_PER_THOUSAND, Deed.values().length);
    }

    private long floor(int perThousand, int kinds) {
        return Math.max(1, (long) steps * perThousand / 1_000 / kinds / FLOOR_SHARE);
    }

    /// The command that does all of it again.
    String command() {
        return "./relay prove --seed " + seed + " --hosts " + hosts + " --accounts " + accounts + " --steps " + steps
                + " --restarts " + restarts + " --records " + recordsMax + " --large " + large + " --faults "
                + faultsPerThousand;
    }

    /// Settings of a relay that crawls the network and nothing else, beside its addresses.
    static Map<String, String> settings(SimNetwork network, Path data) {
        Map<String, String> settings = new HashMap<>();
        settings.put("RELAY_DATA", data.toString());
        settings.put("RELAY_DEVELOPMENT", "true");
        settings.put("RELAY_IDENTITY_PLC_URL", network.plc().url());
        settings.put(
                "RELAY_INGEST_HOSTS",
                String.join(",", network.hosts().stream().map(SimHost::hostname).toList()));
        settings.put("RELAY_INGEST_LIMITS_TIERS", "simulated: *; accounts=10000000; accountEventsPerHour=1000000000");
        settings.put("RELAY_VERIFY_PACES_ACCOUNT_EVENTS_PER_HOUR_MAX", UNLIMITED);
        settings.put("RELAY_VERIFY_PACES_FOREIGN_IDENTITIES_PER_MINUTE_MAX", UNLIMITED);
        settings.put("RELAY_VERIFY_PACES_STATUS_QUESTIONS_PER_MINUTE_MAX", UNLIMITED);
        // What a host is asked in between may be told before its own frame, which the ledger does not know of.
        settings.put("RELAY_VERIFY_PACES_SWEPT_ACCOUNTS_PER_MINUTE", "0");
        settings.put("RELAY_IDENTITY_FORCED_DID_GAP", "1ms");
        settings.put("RELAY_IDENTITY_FORCED_HOST_PER_SECOND", "1000");
        settings.put("RELAY_INGEST_RETRY_FIRST", "50ms");
        settings.put("RELAY_INGEST_RETRY_LONGEST", "200ms");
        settings.put("RELAY_INGEST_RETRY_OFFLINE_AFTER", "1000000");
        settings.put("RELAY_STREAM_PARTING_DRAIN_SPREAD", "0s");
        settings.put("RELAY_HTTP_RATES_QUERIES_MAX", UNLIMITED);
        return settings;
    }
}
