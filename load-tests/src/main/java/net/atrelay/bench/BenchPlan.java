package net.atrelay.bench;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import net.atrelay.app.config.RelayConfig;
import net.atrelay.sim.Mix;
import net.atrelay.sim.WorldConfig;

/// What is measured.
///
/// @param events measured, in all rounds together
/// @param warmUpEvents that go through before
/// @param steadyEvents said after all rounds, at a part of the speed
/// @param rounds into which the measured events are cut; after each the floor is measured
/// @param records the most records a repo begins with; the least is a tenth of that
public record BenchPlan(
        int events, int warmUpEvents, int steadyEvents, int rounds, int hosts, int accounts, int records, long seed) {
    private static final int RECORDS_SPREAD = 10;
    private static final String UNLIMITED = "1000000000";
    /// A tier in which no host is read more slowly than it speaks.
    public static final String TIERS = "simulated: *; accounts=10000000; eventsPerSecond=1000000000;"
            + " bytesPerSecond=1000000000000; accountEventsPerHour=1000000000";

    /// This plan as words, for another process.
    List<String> words() {
        return LongStream.of(events, warmUpEvents, steadyEvents, rounds, hosts, accounts, records, seed)
                .mapToObj(Long::toString)
                .toList();
    }

    /// The plan of such words.
    static BenchPlan of(List<String> words) {
        Iterator<String> word = words.iterator();
        return new BenchPlan(
                Integer.parseInt(word.next()),
                Integer.parseInt(word.next()),
                Integer.parseInt(word.next()),
                Integer.parseInt(word.next()),
                Integer.parseInt(word.next()),
                Integer.parseInt(word.next()),
                Integer.parseInt(word.next()),
                Long.parseLong(word.next()));
    }

    WorldConfig world() {
        return new WorldConfig(seed, hosts, accounts, Math.max(1, records / RECORDS_SPREAD), records, 0, false, 0, 0);
    }

    /// Commits alone: they are what a relay spends its time on.
    static Mix mix() {
        return Mix.commitsOnly();
    }

    /// With those of the warm-up, and those at a part of the speed.
    public int allEvents() {
        return warmUpEvents + rounds * roundEvents() + steadyEvents;
    }

    int roundEvents() {
        return events / rounds;
    }

    /// Settings of a relay that crawls these hosts and nothing else; all that costs time is as by default,
    /// but for [#TIERS].
    ///
    /// @param more settings, which stand before these
    static RelayConfig relay(Path data, String plcUrl, String hosts, Map<String, String> more) {
        Map<String, String> settings = new HashMap<>();
        settings.put("RELAY_DATA", data.toString());
        settings.put("RELAY_DEVELOPMENT", "true");
        settings.put("RELAY_LISTEN", "127.0.0.1:0");
        settings.put("RELAY_OPERATOR_LISTEN", "127.0.0.1:0");
        settings.put("RELAY_IDENTITY_PLC_URL", plcUrl);
        settings.put("RELAY_INGEST_HOSTS", hosts);
        settings.put("RELAY_INGEST_LIMITS_TIERS", TIERS);
        settings.put("RELAY_VERIFY_PACES_ACCOUNT_EVENTS_PER_HOUR_MAX", UNLIMITED);
        settings.put("RELAY_STREAM_PARTING_DRAIN_SPREAD", "1ms");
        settings.putAll(more);
        return RelayConfig.of(settings);
    }
}
