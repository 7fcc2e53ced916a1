package net.atrelay.ingest.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import net.atrelay.ingest.IngestConfig;
import net.atrelay.store.host.HostRecord;
import net.atrelay.store.host.HostRecord.Status;
import org.junit.jupiter.api.Test;

/// A start with as many hosts as the network has, none of which answers, in virtual time.
class StartUpTest {
    private static final int ACTIVE = 5_000;
    private static final int OFFLINE = 200;
    private static final int PER_SECOND = 50;

    private final List<String> dialled = new CopyOnWriteArrayList<>();

    @Test
    void hostsAreDialledAtTheSetPaceActiveOnesFirstAndBannedOnesNever() {
        IngestConfig plain = IngestConfig.defaults("test");
        IngestConfig config = new IngestConfig(
                        false,
                        plain.userAgent(),
                        false,
                        true,
                        Set.of(),
                        Set.of(),
                        Set.of(),
                        50,
                        2,
                        plain.sockets(),
                        plain.flight(),
                        new IngestConfig.Retry(
                                Duration.ofHours(1),
                                Duration.ofHours(1),
                                Duration.ofSeconds(60),
                                16,
                                Duration.ofMinutes(10),
                                Duration.ofSeconds(60),
                                PER_SECOND,
                                Duration.ofHours(1)))
                .withOffline(new IngestConfig.Offline(Duration.ofHours(6), 5));
        try (Bench bench = new Bench(config, name -> {
            dialled.add(name);
            throw new UnknownHostException(name);
        })) {
            bench.network.expectActive(ACTIVE);
            for (int i = 0; i < OFFLINE; i++) {
                bench.open(host("offline" + i, Status.OFFLINE));
            }
            bench.open(host("banned", Status.BANNED));
            bench.open(host("idle", Status.IDLE));
            for (int i = 0; i < ACTIVE; i++) {
                bench.open(host("active" + i, Status.ACTIVE));
            }
            // The first one was dialled at once and waits for its next time.
            Until.holds("all dials are due", () -> bench.clock.waiting() == ACTIVE + OFFLINE + 1);

            awaitDials(bench, 1);
            for (int second = 1; second < ACTIVE / PER_SECOND; second++) {
                bench.clock.advance(Duration.ofSeconds(1));
                awaitDials(bench, second * PER_SECOND + 1);
                assertEquals(ACTIVE - dialled.size(), waiting(bench));
            }
            bench.clock.advance(Duration.ofMillis(980));
            awaitDials(bench, ACTIVE);
            assertEquals(0, waiting(bench));
            assertTrue(dialled.stream().allMatch(name -> name.startsWith("active")), "active ones first");
            assertEquals(ACTIVE, new HashSet<>(dialled).size());

            int seconds = 0;
            while (dialled.size() < ACTIVE + OFFLINE) {
                seconds++;
                bench.clock.advance(Duration.ofSeconds(1));
                assertTrue(seconds < ACTIVE, "not dialled: " + (ACTIVE + OFFLINE - dialled.size()));
                assertTrue(dialled.size() <= ACTIVE + seconds * 5 + 1, "dialled: " + dialled.size());
                Until.holds("the loops are at rest", () -> bench.clock.waiting() == ACTIVE + OFFLINE + 1);
            }
            assertTrue(dialled.stream().noneMatch(name -> name.startsWith("banned") || name.startsWith("idle")));
            bench.clock.advance(Duration.ofMinutes(10));
            Until.holds("the idle one", () -> dialled.contains("idle.example.com"));
            assertTrue(dialled.stream().noneMatch(name -> name.startsWith("banned")));
        }
    }

    private void awaitDials(Bench bench, int count) {
        Until.holds(count + " dials", () -> dialled.size() >= count);
        assertEquals(count, bench.meters.get("relay_ingest_dials").counter().count());
    }

    private static int waiting(Bench bench) {
        return (int) bench.meters.get("relay_ingest_dial_queue_hosts").gauge().value();
    }

    private static HostRecord host(String name, Status status) {
        return new HostRecord(name + ".example.com", true, status, 0, 1L, 0, null);
    }
}
