package net.atrelay.fanout.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import net.atrelay.atproto.host.DevMode;
import net.atrelay.atproto.host.Hostname;
import net.atrelay.fanout.AddressBlock;
import net.atrelay.fanout.HttpConfig;
import net.atrelay.fanout.QueryMetrics;
import net.atrelay.fuzz.FuzzTarget;
import net.atrelay.fuzz.Seeds;
import net.atrelay.store.account.AccountState;
import net.atrelay.store.bus.CrawlAnswer;
import net.atrelay.store.host.HostRecord;

/// Bytes of clients, from the socket to the answer: whatever they are, none is a fault of the relay.
public final class HttpTargets {
    private static final HttpConfig CONFIG = HttpConfig.defaults("1");
    private static final InetSocketAddress PEER = new InetSocketAddress(InetAddress.getLoopbackAddress(), 4_711);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int FAULT = 500;
    private static final int LIST_MAX = 2_000;
    /// Netty's buffers and one channel for each input.
    private static final int ALLOCATION_BASE = 1 << 20;

    private static final int ALLOCATION_MAX = 3_000;

    private HttpTargets() {}

    /// @param accounts that the relay knows
    public static List<FuzzTarget> all(List<AccountState> accounts) {
        PublicSite site = site(accounts);
        return List.of(
                new FuzzTarget("http", requests(), ALLOCATION_BASE, ALLOCATION_MAX, input -> answersAll(site, input)),
                new FuzzTarget("http-query", queries(), ALLOCATION_BASE, ALLOCATION_MAX, input -> {
                    String request = request("GET /xrpc/com.atproto.sync." + line(input) + " HTTP/1.1", "Host: relay");
                    answersAll(site, request.getBytes(StandardCharsets.UTF_8));
                }));
    }

    private static PublicSite site(List<AccountState> accounts) {
        MemoryTables tables = new MemoryTables();
        accounts.forEach(tables::put);
        tables.put(new HostRecord("pds.example.com", true, HostRecord.Status.ACTIVE, 0, 5L, 1, null), false);
        tables.put(new HostRecord("localhost:2583", false, HostRecord.Status.OFFLINE, 0, null, 2, null), false);
        Sources sources = new Sources(
                tables,
                tables,
                tables,
                hostname -> CompletableFuture.completedStage(
                        Hostname.parse(hostname, DevMode.OFF) instanceof Hostname.Ok ok
                                ? new CrawlAnswer.Accepted(ok.hostname())
                                : CrawlAnswer.Refused.NOT_A_HOST),
                () -> true);
        HttpConfig.Rates rates =
                new HttpConfig.Rates(Integer.MAX_VALUE, Integer.MAX_VALUE, Duration.ofSeconds(300), 1_000, List.of());
        return new PublicSite(
                rates,
                sources,
                new QueryMetrics(new SimpleMeterRegistry()),
                (context, request, cursor) -> {},
                InstantSource.fixed(Instant.EPOCH));
    }

    private static List<byte[]> requests() {
        return Seeds.ofTexts(
                request(
                        "GET /xrpc/com.atproto.sync.listRepos?limit=2&cursor= HTTP/1.1",
                        "Host: a",
                        "X-Forwarded-For: 1.2.3.4, ::1"),
                request(
                                "POST /xrpc/com.atproto.sync.requestCrawl HTTP/1.1",
                                "Host: a",
                                "Content-Type: application/json",
                                "Content-Length: 30")
                        + "{\"hostname\":\"pds.example.com\" }",
                request("POST /xrpc/com.atproto.sync.requestCrawl HTTP/1.1", "Host: a", "Transfer-Encoding: chunked")
                        + request("2", "{}", "0")
                        + request("GET /robots.txt HTTP/1.1", "Host: a"),
                request(
                        "GET /xrpc/com.atproto.sync.subscribeRepos?cursor=5 HTTP/1.1",
                        "Host: a",
                        "Connection: Upgrade",
                        "Upgrade: websocket",
                        "Sec-WebSocket-Version: 13",
                        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="),
                request("HEAD http://a/_health HTTP/1.0"),
                request("OPTIONS * HTTP/1.1", "Host: a", "Expect: 100-continue"),
                request("GET /xrpc/com.atproto.sync.getRepo?did=did:plc:abcdefghijklmnopqrstuvwx HTTP/1.1", "Host: a"));
    }

    private static String request(String... lines) {
        return String.join("\r\n", lines) + "\r\n\r\n";
    }

    private static List<byte[]> queries() {
        return Seeds.ofTexts(
                "listRepos?limit=1&cursor=did:plc:a",
                "listHosts?limit=1000&cursor=pds.example.com",
                "getHostStatus?hostname=localhost:2583",
                "getRepoStatus?did=did%3Aplc%3Aabcdefghijklmnopqrstuvwx",
                "getLatestCommit?did=did:plc:abcdefghijklmnopqrstuvwx",
                "getRepo?did=did:plc:abcdefghijklmnopqrstuvwx&since=3lmxjza3nva27",
                "listReposByCollection?collection=app.bsky.feed.post&limit=1",
                "listRepos?limit=%30%31&limit=x;cursor=%");
    }

    /// One line of an input.
    private static String line(byte[] input) {
        return Seeds.text(input).replaceAll("[\r\n ].*", "");
    }

    private static void answersAll(PublicSite site, byte[] input) throws IOException {
        for (Arrival arrival : arrivals(input)) {
            switch (arrival) {
                case Arrival.Broken(Reply refusal) -> assertAnswers(refusal, true);
                case Arrival.Whole(Call call) -> {
                    switch (site.decide(call)) {
                        case Decision.Ready ready -> assertAnswers(ready.reply(), false);
                        case Decision.Work work ->
                            assertAnswers(
                                    Reply.of(work.work()
                                            .get()
                                            .toCompletableFuture()
                                            .join()),
                                    false);
                        case Decision.Stream stream -> {
                            Long cursor = stream.cursor();
                            assertTrue(cursor == null || cursor >= 0 && cursor < 1L << 53);
                        }
                    }
                }
            }
        }
    }

    private static List<Arrival> arrivals(byte[] input) {
        List<Arrival> arrivals = new ArrayList<>();
        HttpConfig.Requests limits = CONFIG.requests();
        ClientAddress address = new ClientAddress(List.of(Objects.requireNonNull(AddressBlock.parse("127.0.0.0/8"))));
        EmbeddedChannel channel = new EmbeddedChannel() {
            @Override
            public SocketAddress remoteAddress() {
                return PEER;
            }
        };
        channel.pipeline()
                .addLast(
                        new HttpServerCodec(new HttpDecoderConfig()
                                .setMaxInitialLineLength(limits.lineBytesMax())
                                .setMaxHeaderSize(limits.headerBytesMax())
                                .setMaxChunkSize(limits.bodyBytesMax())),
                        new RequestReader(limits.bodyBytesMax(), address),
                        new SimpleChannelInboundHandler<Arrival>() {
                            @Override
                            protected void channelRead0(ChannelHandlerContext context, Arrival arrival) {
                                arrivals.add(arrival);
                            }
                        });
        channel.writeInbound(Unpooled.wrappedBuffer(input));
        channel.finishAndReleaseAll();
        return arrivals;
    }

    /// The answer can be written, is no fault, and its JSON is JSON with no longer a list than was asked for.
    private static void assertAnswers(Reply reply, boolean isRefusal) throws IOException {
        assertNotEquals(FAULT, reply.status());
        assertTrue(!isRefusal || reply.status() >= 400, () -> "status: " + reply.status());
        assertTrue(!isRefusal || reply.last());
        FullHttpResponse response =
                new Responses(CONFIG.serverHeader(), List.of()).of(reply, false, true, Instant.EPOCH);
        assertEquals(reply.status(), response.status().code());
        for (var header : response.headers()) {
            assertTrue(header.getValue().chars().allMatch(c -> c >= ' ' && c < 0x7f), header::toString);
        }
        response.release();
        if ("application/json".equals(reply.contentType())) {
            JsonNode body = JSON.readTree(reply.body());
            assertNotNull(body);
            assertTrue(body.path("repos").size() <= LIST_MAX);
        }
    }
}
