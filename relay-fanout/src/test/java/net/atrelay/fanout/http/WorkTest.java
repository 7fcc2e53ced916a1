package net.atrelay.fanout.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import net.atrelay.atproto.syntax.Did;
import net.atrelay.fanout.HttpConfig;
import net.atrelay.store.account.AccountState;
import net.atrelay.store.account.AccountTable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Where queries run, and what becomes of those that cannot.
class WorkTest {
    private final Bench bench = new Bench();

    /// A table that does something else before it answers.
    private AccountTable tableThat(Runnable acts) {
        return new AccountTable() {
            @Override
            public @Nullable AccountState find(Did did) {
                acts.run();
                return bench.accounts.find(did);
            }

            @Override
            public List<AccountState> list(@Nullable Did after, int limit) {
                acts.run();
                return bench.accounts.list(after, limit);
            }
        };
    }

    private double faults() {
        return bench.registry.get("relay_fanout_http_faults_total").counter().count();
    }

    @Test
    void tablesAreReadOnPlatformThreadsThatAreNoEventLoops() throws IOException {
        AtomicReference<Thread> reader = new AtomicReference<>();
        bench.accountTable = tableThat(() -> reader.set(Thread.currentThread()));
        try (bench) {
            bench.get(Bench.STATUS_OF_ALICE);
            Thread thread = reader.get();
            assertTrue(thread.getName().startsWith("relay-fanout-http-work-"), thread::getName);
            assertTrue(!thread.isVirtual());
        }
    }

    @Test
    void aFullQueueRefusesQueriesAndNothingElse() throws IOException {
        CountDownLatch gate = new CountDownLatch(1);
        AtomicInteger reading = new AtomicInteger();
        bench.accountTable = tableThat(() -> {
            reading.incrementAndGet();
            await(gate);
        });
        bench.queries = new HttpConfig.Queries(1, 2, Duration.ofSeconds(3));
        List<Client> clients = new ArrayList<>();
        try (bench) {
            clients.add(bench.client().ask("GET " + Bench.STATUS_OF_ALICE));
            Until.holds("one is read", () -> reading.get() == 1);
            clients.add(bench.client().ask("GET " + Bench.STATUS_OF_ALICE));
            clients.add(bench.client().ask("GET " + Bench.STATUS_OF_ALICE));
            Until.holds("two wait", () -> bench.gauge("relay_fanout_query_queue_calls") == 2);
            assertEquals(2, bench.gauge("relay_fanout_query_queue_limit_calls"));
            assertTrue(bench.gauge("relay_fanout_query_queue_oldest_seconds") > 0);

            Client.Response refused = bench.get(Bench.STATUS_OF_ALICE);
            assertEquals(503, refused.status());
            assertEquals("3", refused.header("Retry-After"));
            assertTrue(refused.body().contains("\"NotEnoughResources\""));
            assertEquals(
                    1,
                    bench.registry
                            .get("relay_fanout_query_queue_refused_total")
                            .counter()
                            .count());
            assertEquals(200, bench.get("/_health").status());

            gate.countDown();
            for (Client client : clients) {
                assertEquals(200, client.read().status());
                client.close();
            }
        }
    }

    @Test
    void aFaultOfAQueryIsAnErrorInJsonAndIsCounted() throws IOException {
        bench.accountTable = tableThat(() -> {
            throw new IllegalStateException("table: broken (expected: in this test)");
        });
        try (bench;
                Client client = bench.client()) {
            Client.Response response =
                    client.ask("GET " + Bench.STATUS_OF_ALICE).read();
            assertEquals(500, response.status());
            assertTrue(response.body().startsWith("{\"error\":\"InternalServerError\",\"message\":\""));
            assertTrue(!response.body().contains("broken"), "nothing of the fault is told");
            assertEquals(1, faults());
            assertEquals(200, client.ask("GET /").read().status());
        }
    }

    @Test
    void aCrawlThatFailsIsAnErrorInJsonAndIsCounted() throws IOException {
        bench.crawls = _ -> CompletableFuture.failedFuture(new IllegalStateException("expected in this test"));
        try (bench;
                Client client = bench.client()) {
            Client.Response response = client.post(Bench.CRAWL, "{\"hostname\":\"pds.example.com\"}")
                    .read();
            assertEquals(500, response.status());
            assertEquals(1, faults());
        }
    }

    @Test
    void anErrorOfTheJvmIsPassedOn() throws IOException {
        bench.accountTable = tableThat(() -> {
            throw new StackOverflowError("expected in this test");
        });
        try (bench) {
            assertEquals(500, bench.get(Bench.STATUS_OF_ALICE).status());
            assertTrue(bench.fatal.remove() instanceof StackOverflowError);
        }
    }

    @Test
    void whatHasBeenAskedIsAnsweredBeforeTheListenerCloses() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        CountDownLatch reading = new CountDownLatch(1);
        bench.accountTable = tableThat(() -> {
            reading.countDown();
            await(gate);
        });
        try (Client client = bench.client()) {
            client.ask("GET " + Bench.STATUS_OF_ALICE);
            await(reading);
            Thread closer = Thread.ofPlatform().name("closer").start(bench::close);
            Until.holds("closing", () -> closer.getState() == Thread.State.TIMED_WAITING);
            gate.countDown();
            assertEquals(200, client.read().status());
            closer.join();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("test ended early", e);
        }
    }
}
