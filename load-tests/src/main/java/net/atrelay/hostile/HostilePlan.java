package net.atrelay.hostile;

import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import net.atrelay.sim.WorldConfig;

/// What is measured.
///
/// @param perSecond commits that the good host says in a second
/// @param seconds of each window
/// @param warmUpSeconds before the first of them, alone and again beside all kinds
/// @param accounts of the good host
/// @param hostsOfKind hostile hosts of one kind
record HostilePlan(int perSecond, int seconds, int warmUpSeconds, int accounts, int hostsOfKind, long seed) {
    private static final int RECORDS_MIN = 100;
    private static final int RECORDS_MAX = 1_000;
    private static final String UNLIMITED = "1000000000";

    /// This plan as words, for another process.
    List<String> words() {
        return LongStream.of(perSecond, seconds, warmUpSeconds, accounts, hostsOfKind, seed)
                .mapToObj(Long::toString)
                .toList();
    }

    /// The plan of such words.
    static HostilePlan of(List<String> words) {
        Iterator<String> word = words.iterator();
        return new HostilePlan(
                Integer.parseInt(word.next()),
                Integer.parseInt(word.next()),
                Integer.parseInt(word.next()),
                Integer.parseInt(word.next()),
                Integer.parseInt(word.next()),
                Long.parseLong(word.next()));
    }

    WorldConfig world() {
        return new WorldConfig(seed, 1, accounts, RECORDS_MIN, RECORDS_MAX, 0, false, 0, 0);
    }

    /// Settings of the relay: the good host has limits of its own, hostile ones have those that every host has.
    static Map<String, String> settings(String data, String plcUrl, String goodHost, Map<String, String> more) {
        Map<String, String> settings = new HashMap<>();
        settings.put("RELAY_DATA", data);
        settings.put("RELAY_DEVELOPMENT", "true");
        settings.put("RELAY_LISTEN", "127.0.0.1:0");
        settings.put("RELAY_OPERATOR_LISTEN", "127.0.0.1:0");
        settings.put("RELAY_ADMIN_TOKENS", Desk.TOKENS);
        settings.put("RELAY_IDENTITY_PLC_URL", plcUrl);
        settings.put("RELAY_INGEST_HOSTS", goodHost);
        settings.put(
                "RELAY_INGEST_LIMITS_TIERS",
                "good: " + goodHost + "; accounts=10000000; accountEventsPerHour=" + UNLIMITED
                        + "|default: *; accounts=100");
        settings.put("RELAY_INGEST_LIMITS_NEW_HOSTS_PER_DOMAIN_PER_DAY_MAX", "10000");
        settings.put("RELAY_INGEST_NEW_HOSTS_PER_DAY_MAX", "10000");
        settings.put("RELAY_STREAM_PARTING_DRAIN_SPREAD", "1ms");
        settings.putAll(more);
        return settings;
    }
}
