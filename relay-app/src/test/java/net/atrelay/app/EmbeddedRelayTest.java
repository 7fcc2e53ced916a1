package net.atrelay.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import net.atrelay.app.config.RelayConfig;
import net.atrelay.atproto.syntax.Did;
import net.atrelay.store.StoreOpenException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedRelayTest {
    private static final String STREAM = "/xrpc/com.atproto.sync.subscribeRepos";

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

    @TempDir
    private Path directory;

    private final List<String> faults = new ArrayList<>();

    @AfterEach
    void nothingWasFatal() {
        assertEquals(List.of(), faults);
    }

    @Test
    void itServesQueriesHealthAndMetrics() throws IOException, InterruptedException {
        try (EmbeddedRelay relay = start("a", Map.of())) {
            assertEquals(200, Http.get(relay.publicAddress(), "/xrpc/_health").statusCode());
            assertEquals(200, Http.get(relay.operatorAddress(), "/_health").statusCode());
            var hosts = Http.get(relay.publicAddress(), "/xrpc/com.atproto.sync.listHosts");
            assertEquals(200, hosts.statusCode());
            assertEquals("{\"hosts\":[]}", hosts.body());
            var metrics = Http.get(relay.operatorAddress(), "/metrics");
            assertTrue(metrics.body().contains("relay_store_window_tip_seq"), metrics.body());
        }
    }

    @Test
    void metricsAreForTheOperatorAlone() throws IOException, InterruptedException {
        try (EmbeddedRelay relay = start("a", Map.of())) {
            assertEquals(404, Http.get(relay.publicAddress(), "/metrics").statusCode());
        }
    }

    @Test
    void hostsAreAddedInTheOperatorsName() throws IOException, InterruptedException {
        Map<String, String> hosts = Map.of("RELAY_DEVELOPMENT", "true", "RELAY_INGEST_HOSTS", "localhost:1,a.invalid");
        try (EmbeddedRelay relay = start("a", hosts)) {
            long deadlineNanos = System.nanoTime() + PATIENCE_NANOS;
            String body = "";
            while (!body.contains("localhost:1")) {
                assertTrue(System.nanoTime() - deadlineNanos < 0, "no host in time: " + body);
                body = Http.get(relay.publicAddress(), "/xrpc/com.atproto.sync.listHosts")
                        .body();
            }
            assertTrue(!body.contains("a.invalid"), body);
        }
    }

    @Test
    void aHostOnThisMachineIsNoneWithoutTheSwitch() throws IOException, InterruptedException {
        try (EmbeddedRelay relay = start("a", Map.of("RELAY_INGEST_HOSTS", "localhost:1"))) {
            assertEquals(
                    "{\"hosts\":[]}",
                    Http.get(relay.publicAddress(), "/xrpc/com.atproto.sync.listHosts")
                            .body());
        }
    }

    @Test
    void aHostsAccountLimitGrowsBeyondItsTier() {
        Map<String, String> growth = Map.of(
                "RELAY_DEVELOPMENT", "true",
                "RELAY_INGEST_HOSTS", "localhost:1",
                "RELAY_INGEST_LIMITS_TIERS", "default: *; accounts=100",
                "RELAY_VERIFY_GROWTH_PERIOD", "1ms",
                "RELAY_VERIFY_GROWTH_ACCOUNTS_MAX", "350");
        try (EmbeddedRelay relay = start("a", growth)) {
            assertEquals(100, relay.limits().accountsMax("never-added.example.com"));
            long deadlineNanos = System.nanoTime() + PATIENCE_NANOS;
            while (relay.limits().accountsMax("localhost:1") != 350) {
                assertTrue(System.nanoTime() - deadlineNanos < 0, "did not grow in time");
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void aTakedownHoldsForQueriesAndOverARestart() throws Exception {
        Did did = new Did("did:plc:aaaaaaaaaaaaaaaaaaaaaaaa");
        String status = "/xrpc/com.atproto.sync.getRepoStatus?did=" + did.value();
        try (EmbeddedRelay relay = start("a", Map.of())) {
            relay.shards().takedown(did, true).toCompletableFuture().get(30, TimeUnit.SECONDS);
            assertTrue(relay.store().takedowns().isHidden(did));
            assertEquals(
                    "{\"did\":\"" + did.value() + "\",\"active\":false,\"status\":\"takendown\"}",
                    Http.get(relay.publicAddress(), status).body());
        }
        try (EmbeddedRelay relay = start("a", Map.of())) {
            assertTrue(relay.store().takedowns().isHidden(did));
            relay.shards().takedown(did, false).toCompletableFuture().get(30, TimeUnit.SECONDS);
            assertTrue(relay.store().takedowns().isEmpty());
        }
    }

    @Test
    void consumersAreSentAwayWith1012() throws Exception {
        Closing closing = new Closing();
        try (EmbeddedRelay relay = start("a", Map.of("RELAY_STREAM_PARTING_DRAIN_SPREAD", "1ms"))) {
            Http.client()
                    .newWebSocketBuilder()
                    .buildAsync(
                            URI.create("ws://127.0.0.1:" + relay.publicAddress().getPort() + STREAM), closing)
                    .get(30, TimeUnit.SECONDS);
        }
        assertEquals(1012, closing.code().get(30, TimeUnit.SECONDS));
    }

    @Test
    void twoRelaysRunSideBySide() throws IOException, InterruptedException {
        try (EmbeddedRelay one = start("a", Map.of());
                EmbeddedRelay other = start("b", Map.of())) {
            assertEquals(200, Http.get(one.publicAddress(), "/xrpc/_health").statusCode());
            assertEquals(200, Http.get(other.publicAddress(), "/xrpc/_health").statusCode());
        }
    }

    @Test
    void aFailedStartLeavesNothingOpen() throws IOException, InterruptedException {
        try (EmbeddedRelay one = start("a", Map.of())) {
            assertThrows(StoreOpenException.class, () -> start("a", Map.of()));
            String busy = "127.0.0.1:" + one.publicAddress().getPort();
            assertThrows(RuntimeException.class, () -> start("b", Map.of("RELAY_LISTEN", busy)));
        }
        start("b", Map.of()).close();
        start("a", Map.of()).close();
    }

    private EmbeddedRelay start(String data, Map<String, String> more) {
        Map<String, String> variables = new HashMap<>(Map.of(
                "RELAY_DATA", directory.resolve(data).toString(),
                "RELAY_LISTEN", "127.0.0.1:0",
                "RELAY_OPERATOR_LISTEN", "127.0.0.1:0"));
        variables.putAll(more);
        return EmbeddedRelay.start(RelayConfig.of(variables), (what, cause) -> faults.add(what + ": " + cause));
    }
}
