package net.atrelay.app.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.atrelay.ingest.IngestConfig;
import net.atrelay.ingest.IngestConfig.Flight;
import net.atrelay.ingest.IngestConfig.Journal;
import net.atrelay.ingest.IngestConfig.Limits;
import net.atrelay.ingest.IngestConfig.Offline;
import net.atrelay.ingest.IngestConfig.Patience;
import net.atrelay.ingest.IngestConfig.Retry;
import net.atrelay.ingest.IngestConfig.Sockets;
import net.atrelay.ingest.IngestConfig.Tasks;
import net.atrelay.store.host.tier.TierText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IngestKeysTest {
    private static final Map<String, String> EVERY_KEY = Map.ofEntries(
            Map.entry("RELAY_INGEST_HOSTS", "pds.example.com"),
            Map.entry("RELAY_INGEST_RELAYS_ALLOWED", "true"),
            Map.entry("RELAY_INGEST_CRAWL_ENABLED", "false"),
            Map.entry("RELAY_INGEST_OWN_HOSTNAMES", "relay.example.com"),
            Map.entry("RELAY_INGEST_BANNED_DOMAINS", "bad.example.com"),
            Map.entry("RELAY_INGEST_TRUSTED_DOMAINS", "good.example.com"),
            Map.entry("RELAY_INGEST_NEW_HOSTS_PER_DAY_MAX", "2"),
            Map.entry("RELAY_INGEST_PROBES_MAX", "3"),
            Map.entry("RELAY_INGEST_SOCKETS_THREADS", "4"),
            Map.entry("RELAY_INGEST_SOCKETS_RESOLVER_THREADS", "5"),
            Map.entry("RELAY_INGEST_SOCKETS_STAGE_TIMEOUT", "6s"),
            Map.entry("RELAY_INGEST_SOCKETS_FRAME_BYTES_MAX", "7KiB"),
            Map.entry("RELAY_INGEST_SOCKETS_PING_EVERY", "8s"),
            Map.entry("RELAY_INGEST_SOCKETS_SILENCE_MAX", "9s"),
            Map.entry("RELAY_INGEST_SOCKETS_STALE_FRAMES_MAX", "10"),
            Map.entry("RELAY_INGEST_SOCKETS_ERRORS_KEPT", "11"),
            Map.entry("RELAY_INGEST_FLIGHT_HOST_BYTES_MAX", "12MiB"),
            Map.entry("RELAY_INGEST_FLIGHT_TOTAL_BYTES_MAX", "13MiB"),
            Map.entry("RELAY_INGEST_FLIGHT_HOST_SHARE_BYTES", "14KiB"),
            Map.entry("RELAY_INGEST_RETRY_FIRST", "15ms"),
            Map.entry("RELAY_INGEST_RETRY_LONGEST", "16m"),
            Map.entry("RELAY_INGEST_RETRY_STABLE_AFTER", "17s"),
            Map.entry("RELAY_INGEST_RETRY_OFFLINE_AFTER", "18"),
            Map.entry("RELAY_INGEST_RETRY_IDLE_HOLD_OFF", "19m"),
            Map.entry("RELAY_INGEST_RETRY_REQUESTED_EVERY", "20s"),
            Map.entry("RELAY_INGEST_RETRY_DIALS_PER_SECOND", "21"),
            Map.entry("RELAY_INGEST_RETRY_RETRY_AFTER_MAX", "35m"),
            Map.entry("RELAY_INGEST_OFFLINE_LONGEST", "22h"),
            Map.entry("RELAY_INGEST_OFFLINE_DIALS_PER_SECOND", "23"),
            Map.entry("RELAY_INGEST_LIMITS_TIERS", "mine: *; accounts=24"),
            Map.entry("RELAY_INGEST_LIMITS_NEW_HOSTS_PER_DOMAIN_PER_DAY_MAX", "25"),
            Map.entry("RELAY_INGEST_PATIENCE_MESSAGE_TIMEOUT", "26s"),
            Map.entry("RELAY_INGEST_PATIENCE_FRAGMENTS_PER_MESSAGE_MAX", "27"),
            Map.entry("RELAY_INGEST_PATIENCE_CONTROL_FRAMES_MAX", "28"),
            Map.entry("RELAY_INGEST_JOURNAL_LINES_MAX", "2900"),
            Map.entry("RELAY_INGEST_JOURNAL_SAVE_EVERY", "30s"),
            Map.entry("RELAY_INGEST_TASKS_RECONCILES_MAX", "31"),
            Map.entry("RELAY_INGEST_TASKS_RECONCILE_EVERY", "32m"),
            Map.entry("RELAY_INGEST_TASKS_ADD_PROBES_MAX", "33"),
            Map.entry("RELAY_INGEST_TASKS_ADD_PROBES_PER_SECOND", "34"));

    @Test
    void nothingSetGivesTheDefaults() {
        assertEquals(
                IngestConfig.defaults(Release.version()), Keys.read(Map.of()).ingest());
    }

    @Test
    void everyKeyReachesItsComponent() {
        Keys.assertWhole("RELAY_INGEST_", EVERY_KEY);
        IngestConfig expected = new IngestConfig(
                false,
                IngestConfig.defaults(Release.version()).userAgent(),
                true,
                false,
                Set.of("relay.example.com"),
                Set.of("bad.example.com"),
                Set.of("good.example.com"),
                2,
                3,
                new Sockets(4, 5, Duration.ofSeconds(6), 7 << 10, Duration.ofSeconds(8), Duration.ofSeconds(9), 10, 11),
                new Flight(12L << 20, 13L << 20, 14L << 10),
                new Retry(
                        Duration.ofMillis(15),
                        Duration.ofMinutes(16),
                        Duration.ofSeconds(17),
                        18,
                        Duration.ofMinutes(19),
                        Duration.ofSeconds(20),
                        21,
                        Duration.ofMinutes(35)),
                new Offline(Duration.ofHours(22), 23),
                new Limits(((TierText.Parsed.Ok) TierText.parse("mine: *; accounts=24")).tiers(), 25),
                new Patience(Duration.ofSeconds(26), 27, 28),
                new Journal(2_900, Duration.ofSeconds(30)),
                new Tasks(31, Duration.ofMinutes(32), 33, 34));
        assertEquals(expected, Keys.read(EVERY_KEY).ingest());
        assertEquals(Set.of("pds.example.com"), Keys.read(EVERY_KEY).hosts());
    }

    @Test
    void theDevelopmentSwitchReachesIngest() {
        assertTrue(Keys.read(Map.of("RELAY_DEVELOPMENT", "true")).ingest().development());
    }

    @Test
    void theUserAgentReachesIngest() {
        Map<String, String> variables = Map.of("RELAY_USER_AGENT", "mine/1 (atproto-relay)");
        assertEquals("mine/1 (atproto-relay)", Keys.read(variables).ingest().userAgent());
        Keys.assertRefused("RELAY_USER_AGENT", "relay/1");
        Keys.assertRefused("RELAY_USER_AGENT", "");
    }

    @ParameterizedTest
    @CsvSource({
        "HOSTS, pds example",
        "RELAYS_ALLOWED, yes",
        "CRAWL_ENABLED, 1",
        "OWN_HOSTNAMES, -a.example.com",
        "BANNED_DOMAINS, *.example.com",
        "TRUSTED_DOMAINS, .example.com",
        "NEW_HOSTS_PER_DAY_MAX, -1",
        "PROBES_MAX, 0",
        "SOCKETS_THREADS, 0",
        "SOCKETS_RESOLVER_THREADS, 0",
        "SOCKETS_STAGE_TIMEOUT, 0s",
        "SOCKETS_FRAME_BYTES_MAX, 5MiB",
        "SOCKETS_PING_EVERY, 0s",
        "SOCKETS_SILENCE_MAX, 1s",
        "SOCKETS_STALE_FRAMES_MAX, -1",
        "SOCKETS_ERRORS_KEPT, 0",
        "FLIGHT_HOST_BYTES_MAX, 0",
        "FLIGHT_TOTAL_BYTES_MAX, 1MiB",
        "FLIGHT_HOST_SHARE_BYTES, 9MiB",
        "RETRY_FIRST, 0s",
        "RETRY_LONGEST, 0s",
        "RETRY_STABLE_AFTER, 0s",
        "RETRY_OFFLINE_AFTER, 0",
        "RETRY_IDLE_HOLD_OFF, -1s",
        "RETRY_REQUESTED_EVERY, 1y",
        "RETRY_DIALS_PER_SECOND, 0",
        "OFFLINE_LONGEST, 0s",
        "LIMITS_TIERS, 'mine: pds.example.com'",
        "LIMITS_NEW_HOSTS_PER_DOMAIN_PER_DAY_MAX, -1",
        "PATIENCE_MESSAGE_TIMEOUT, 0s",
        "PATIENCE_CONTROL_FRAMES_MAX, 0",
        "JOURNAL_LINES_MAX, 999",
        "JOURNAL_SAVE_EVERY, 0s",
        "TASKS_RECONCILES_MAX, 0",
        "TASKS_ADD_PROBES_PER_SECOND, 0"
    })
    void aBadValueIsRefused(String key, String value) {
        Keys.assertRefused("RELAY_INGEST_" + key, value);
    }

    @Test
    void aBoundThatAnotherKeyBreaksNamesBoth() {
        assertEquals(
                List.of("RELAY_INGEST_RETRY_LONGEST: 10m (expected: >= RELAY_INGEST_RETRY_FIRST)"),
                Keys.problems(Map.of("RELAY_INGEST_RETRY_FIRST", "11m")));
    }
}
