package net.atrelay.whole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import net.atrelay.process.Until;
import net.atrelay.sim.host.SimHost;
import net.atrelay.store.StoreConfig;
import net.atrelay.store.StoreMetrics;
import net.atrelay.store.host.HostRecord;
import net.atrelay.store.rocks.RocksStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A relay that starts with many known hosts.
class StartUpTest {
    private static final int HOSTS = 1_000;
    private static final int DIALS_PER_SECOND = 60;

    private final long seed = Seed.of(StartUpTest.class);

    @TempDir
    private Path directory;

    @Test
    void manyKnownHostsAreDialledAtTheirPaceAndTheRelayServesMeanwhile() {
        try (World world = new World(seed, HOSTS, 30)) {
            List<SimHost> hosts = world.network().hosts();
            know(hosts);
            long beganNanos = System.nanoTime();
            try (RelayHere relay = new RelayHere(directory, settings(world));
                    Witness all = new Witness(world, relay.uri(), 0L)) {
                SimHost first = hosts.getFirst();
                Until.holds("the first is read", () -> first.connections() > 0);
                world.accountsOf(first).forEach(world.network()::post);
                Until.holds("what it says comes out", () -> {
                    assertPace(hosts, beganNanos);
                    return all.frames() >= world.accountsOf(first).size();
                });
                assertEquals(
                        200,
                        relay.ask("com.atproto.sync.listHosts").path("hosts").size());
                assertTrue(waiting(relay) > 0, "others wait for their turn");

                Until.holds("every host is read", () -> {
                    assertPace(hosts, beganNanos);
                    return hosts.stream().allMatch(host -> host.connections() > 0);
                });
                assertEquals(0, waiting(relay));
                assertTrue(hosts.stream().allMatch(host -> host.connects() == 1), "each was dialled once");
                all.assertClean("seed " + seed);
            }
        }
    }

    /// However late the timers of a machine under load are, none is early. So what has come is never more than the pace
    /// allows since before the start.
    private static void assertPace(List<SimHost> hosts, long beganNanos) {
        long connects = hosts.stream().mapToLong(SimHost::connects).sum();
        double seconds = (double) (System.nanoTime() - beganNanos) / TimeUnit.SECONDS.toNanos(1);
        assertTrue(connects <= 1 + seconds * DIALS_PER_SECOND, () -> connects + " connects in " + seconds + " s");
    }

    private static double waiting(RelayHere relay) {
        return relay.meters().sum("relay_ingest_dial_queue_hosts");
    }

    /// Has the relay's data know the hosts, in their order.
    private void know(List<SimHost> hosts) {
        StoreMetrics metrics = new StoreMetrics(new SimpleMeterRegistry());
        try (RocksStore store =
                RocksStore.open(directory, StoreConfig.defaults(), metrics, (what, cause) -> fail(what, cause))) {
            long addedAtMicros = 1;
            for (SimHost host : hosts) {
                store.hosts()
                        .put(
                                new HostRecord(
                                        host.hostname(),
                                        false,
                                        HostRecord.Status.ACTIVE,
                                        0,
                                        null,
                                        addedAtMicros++,
                                        null),
                                false);
            }
        }
    }

    private static Map<String, String> settings(World world) {
        Map<String, String> settings = world.settings();
        settings.remove("RELAY_INGEST_HOSTS");
        settings.put("RELAY_INGEST_RETRY_DIALS_PER_SECOND", String.valueOf(DIALS_PER_SECOND));
        return settings;
    }
}
