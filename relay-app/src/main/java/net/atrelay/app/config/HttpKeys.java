package net.atrelay.app.config;

import static net.atrelay.app.config.Kinds.address;
import static net.atrelay.app.config.Kinds.blocks;
import static net.atrelay.app.config.Kinds.duration;
import static net.atrelay.app.config.Kinds.integer;
import static net.atrelay.app.config.Kinds.smallSize;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import net.atrelay.fanout.HttpConfig;
import net.atrelay.fanout.HttpConfig.Connections;
import net.atrelay.fanout.HttpConfig.Queries;
import net.atrelay.fanout.HttpConfig.Rates;
import net.atrelay.fanout.HttpConfig.Requests;
import net.atrelay.fanout.HttpConfig.Timeouts;

/// The keys of the HTTP listeners.
final class HttpKeys {
    private static final InetSocketAddress EVERYBODY = new InetSocketAddress(InetAddress.ofLiteral("0.0.0.0"), 2470);
    private static final InetSocketAddress OPERATOR = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 2471);
    private static final int MIB = 1 << 20;
    private static final Duration SOON = Duration.ofMillis(1);
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration DAY = Duration.ofDays(1);

    private HttpKeys() {}

    static Section<HttpConfig> section() {
        return Section.of("HTTP", "RELAY_HTTP_", HttpConfig.defaults(Release.version()))
                .part(
                        "publicAddress",
                        new Key<>(
                                "RELAY_LISTEN",
                                address(),
                                EVERYBODY,
                                "Where consumers and the public API are served; port 0 takes a free one"))
                .part(
                        "operatorAddress",
                        new Key<>(
                                "RELAY_OPERATOR_LISTEN",
                                address(),
                                OPERATOR,
                                "Where metrics, health and administration are served, for the operator alone"))
                .part("version", new Fixed<>(Release.version()))
                .part("connections", connections())
                .part("timeouts", timeouts())
                .part("requests", requests())
                .part("queries", queries())
                .part("rates", rates());
    }

    private static Section<Connections> connections() {
        return Section.of("Sockets of clients", "RELAY_HTTP_CONNECTIONS_", Connections.DEFAULTS)
                .key("threads", integer(1, 256), "one a processor, 2 to 8", "Event loops that all sockets share")
                .key("connectionsMax", integer(1, 1_000_000), "Open sockets; consumers are among them")
                .key("backlogMax", integer(1, 65_535), "Sockets that wait in the kernel")
                .key("pipelinedMax", integer(0, 64), "Requests that a client may send ahead");
    }

    private static Section<Timeouts> timeouts() {
        return Section.of("Longest time of each step", "RELAY_HTTP_TIMEOUTS_", Timeouts.DEFAULTS)
                .key("request", duration(SOON, DAY), "Until the last byte of a request")
                .key("answer", duration(SOON, DAY), "From there to the answer")
                .key("write", duration(SOON, DAY), "Until the client has taken the answer")
                .key("idle", duration(SOON, DAY), "Between an answer and the next request")
                .key("linger", duration(SOON, DAY), "How long what a refused client still sends is read");
    }

    private static Section<Requests> requests() {
        return Section.of("Size of a request", "RELAY_HTTP_REQUESTS_", Requests.DEFAULTS)
                .key("lineBytesMax", smallSize(1, MIB), "The request line")
                .key("headerBytesMax", smallSize(1, MIB), "All headers together")
                .key("bodyBytesMax", smallSize(1, MIB), "The body");
    }

    private static Section<Queries> queries() {
        return Section.of("Reads of the tables", "RELAY_HTTP_QUERIES_", Queries.DEFAULTS)
                .key("threads", integer(1, 1_024), "Reads at the same time")
                .key("waitingMax", integer(1, 1_000_000), "Queries that wait for a thread; more are refused")
                .key("retryAfter", duration(SECOND, DAY), "What a refused client is told");
    }

    private static Section<Rates> rates() {
        return Section.of("How often one client may ask", "RELAY_HTTP_RATES_", Rates.DEFAULTS)
                .key("queriesMax", integer(1, 1_000_000_000), "Queries of one client in one window")
                .key("crawlsMax", integer(1, 1_000_000_000), "Crawl requests of one client in one window")
                .key("window", duration(SECOND, DAY), "Time in which a used-up allowance is whole again")
                .key("addressesMax", integer(1, 100_000_000), "Clients that are remembered")
                .key(
                        "trustedProxies",
                        blocks(),
                        "Proxies whose X-Forwarded-For is believed, as addresses or ADDRESS/BITS");
    }
}
