package net.atrelay.demo;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import net.atrelay.app.config.RelayConfig;
import net.atrelay.sim.Mix;
import net.atrelay.sim.SimNetwork;
import net.atrelay.sim.WorldConfig;
import net.atrelay.sim.host.SimHost;

/// What a demonstration is made of.
///
/// @param perSecond steps of the network's activity in a second
/// @param faultsPerThousand how many of a thousand steps are faults
/// @param lasting how long the network acts; zero for until it is stopped
/// @param settling how long the last events are waited for
/// @param listen where the relay serves consumers, as ADDRESS:PORT
record DemoPlan(
        long seed,
        int hosts,
        int accounts,
        double perSecond,
        int faultsPerThousand,
        Duration lasting,
        Duration settling,
        String listen) {
    /// No simulated account is held to the pace of a human one.
    private static final String UNLIMITED = "1000000000";

    WorldConfig world() {
        return WorldConfig.small(seed, hosts, accounts);
    }

    Mix mix() {
        return Mix.everyday().withFaults(faultsPerThousand);
    }

    /// Settings of a relay that crawls the network and nothing else.
    RelayConfig relay(SimNetwork network, Path data) {
        Map<String, String> settings = new HashMap<>();
        settings.put("RELAY_DATA", data.toString());
        settings.put("RELAY_DEVELOPMENT", "true");
        settings.put("RELAY_LISTEN", listen);
        settings.put("RELAY_OPERATOR_LISTEN", "127.0.0.1:0");
        settings.put("RELAY_IDENTITY_PLC_URL", network.plc().url());
        settings.put(
                "RELAY_INGEST_HOSTS",
                String.join(",", network.hosts().stream().map(SimHost::hostname).toList()));
        settings.put("RELAY_INGEST_LIMITS_TIERS", "simulated: *; accounts=10000000; accountEventsPerHour=1000000000");
        settings.put("RELAY_VERIFY_PACES_SWEPT_ACCOUNTS_PER_MINUTE", "0");
        settings.put("RELAY_VERIFY_PACES_ACCOUNT_EVENTS_PER_HOUR_MAX", UNLIMITED);
        // Two false signatures of one account are soon looked up again: nobody wants to watch it wait.
        settings.put("RELAY_IDENTITY_FORCED_DID_GAP", "1s");
        settings.put("RELAY_STREAM_PARTING_DRAIN_SPREAD", "100ms");
        return RelayConfig.of(settings);
    }
}
