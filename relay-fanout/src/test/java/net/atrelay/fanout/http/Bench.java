package net.atrelay.fanout.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.FullHttpRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import net.atrelay.fanout.AddressBlock;
import net.atrelay.fanout.HttpConfig;
import net.atrelay.fanout.QueryMetrics;
import net.atrelay.fanout.query.MemoryAccounts;
import net.atrelay.fanout.query.MemoryCollections;
import net.atrelay.fanout.query.MemoryHosts;
import net.atrelay.store.account.AccountTable;
import net.atrelay.store.bus.CrawlAnswer;
import net.atrelay.store.bus.CrawlRequests;
import net.atrelay.store.host.HostRecord;
import org.jspecify.annotations.Nullable;

/// A public listener on a loopback port over tables in memory; a test changes the fields before the first
/// client.
final class Bench implements AutoCloseable {
    static final String ALICE = "did:plc:aaaaaaaaaaaaaaaaaaaaaaaa";
    static final String LIST_HOSTS = "/xrpc/com.atproto.sync.listHosts";
    static final String STATUS_OF_ALICE = "/xrpc/com.atproto.sync.getRepoStatus?did=" + ALICE;
    static final String CRAWL = "/xrpc/com.atproto.sync.requestCrawl";

    final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    final Queue<Throwable> fatal = new ConcurrentLinkedQueue<>();
    final MemoryAccounts accounts = new MemoryAccounts();
    final MemoryCollections collections = new MemoryCollections();
    final MemoryHosts hosts = new MemoryHosts();
    AccountTable accountTable = accounts;
    CrawlRequests crawls = name -> CompletableFuture.completedStage(new CrawlAnswer.Accepted(name));
    StreamUpgrade upgrade = Bench::refuseUpgrade;
    HttpConfig.Connections connections = new HttpConfig.Connections(1, 100, 100, 16);
    HttpConfig.Timeouts timeouts = HttpConfig.Timeouts.DEFAULTS;
    HttpConfig.Queries queries = HttpConfig.Queries.DEFAULTS;
    HttpConfig.Rates rates = HttpConfig.Rates.DEFAULTS;
    volatile boolean healthy = true;
    private @Nullable FanoutServer server;

    Bench() {
        accounts.put(MemoryAccounts.account(ALICE, "pds.example.com"));
        hosts.add("pds.example.com", HostRecord.Status.ACTIVE, 7L);
    }

    private static void refuseUpgrade(ChannelHandlerContext context, FullHttpRequest request, @Nullable Long cursor) {
        throw new IllegalStateException("upgrade: asked for (expected: not in this test)");
    }

    static InetSocketAddress anyPort() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    static HttpConfig.Rates rates(int queriesMax, int crawlsMax, String... proxies) {
        List<AddressBlock> blocks = Stream.of(proxies)
                .map(block -> Objects.requireNonNull(AddressBlock.parse(block)))
                .toList();
        return new HttpConfig.Rates(queriesMax, crawlsMax, Duration.ofSeconds(300), 1_000, blocks);
    }

    FanoutServer server() {
        FanoutServer started = server == null ? start() : server;
        server = started;
        return started;
    }

    private FanoutServer start() {
        HttpConfig config = new HttpConfig(
                anyPort(),
                anyPort(),
                "1.2.3",
                connections,
                timeouts,
                new HttpConfig.Requests(4_096, 4_096, 8_192),
                queries,
                rates);
        Sources sources = new Sources(accountTable, collections, hosts, crawls, () -> healthy);
        return FanoutServer.start(config, sources, new QueryMetrics(registry), upgrade, fatal::add);
    }

    Client client() throws IOException {
        return new Client(server().address());
    }

    /// Asks one question on a connection of its own.
    Client.Response get(String target, String... headers) throws IOException {
        try (Client client = client()) {
            return client.ask("GET " + target, headers).read();
        }
    }

    double count(String name, String label, String value) {
        return registry.get(name).tag(label, value).counter().count();
    }

    double gauge(String name) {
        return registry.get(name).gauge().value();
    }

    @Override
    public void close() {
        server().close();
        assertEquals(List.of(), List.copyOf(fatal));
    }
}
