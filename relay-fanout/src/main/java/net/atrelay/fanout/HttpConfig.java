package net.atrelay.fanout;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/// All settings of the HTTP listeners. TLS is the business of a proxy in front.
///
/// @param publicAddress where everybody is served
/// @param operatorAddress where metrics are served; not to be reachable from outside
/// @param version of the program, for the header `Server`
/// @param connections how many sockets
/// @param timeouts how long each step of an exchange may take
/// @param requests how large a request may be
/// @param queries how many reads of the tables at a time
/// @param rates how often one client may ask
public record HttpConfig(
        InetSocketAddress publicAddress,
        InetSocketAddress operatorAddress,
        String version,
        Connections connections,
        Timeouts timeouts,
        Requests requests,
        Queries queries,
        Rates rates) {
    public HttpConfig {
        boolean isToken = !version.isEmpty() && version.chars().allMatch(HttpConfig::isTokenCharacter);
        require(isToken, "version", "letters, digits, dots, hyphens, underscores and plus signs");
    }

    /// What an operator gets who sets nothing.
    public static HttpConfig defaults(String version) {
        return new HttpConfig(
                new InetSocketAddress(InetAddress.ofLiteral("0.0.0.0"), 2470),
                new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 2471),
                version,
                Connections.DEFAULTS,
                Timeouts.DEFAULTS,
                Requests.DEFAULTS,
                Queries.DEFAULTS,
                Rates.DEFAULTS);
    }

    /// The same with another limit of bodies.
    public HttpConfig withBodyBytesMax(int bodyBytesMax) {
        Requests other = new Requests(requests.lineBytesMax, requests.headerBytesMax, bodyBytesMax);
        return new HttpConfig(publicAddress, operatorAddress, version, connections, timeouts, other, queries, rates);
    }

    /// The header `Server`, also for the answers of others on the same connections. Its token `atproto-relay`
    /// is how relays know each other (protocol reference §7.1).
    public String serverHeader() {
        return "atrelay/" + version + " (atproto-relay)";
    }

    /// Sockets of one listener.
    ///
    /// @param threads event loops of the public listener
    /// @param connectionsMax open sockets, consumers of the stream among them; at this number no more are
    /// accepted until one closes, and they wait in the kernel
    /// @param backlogMax sockets that wait in the kernel
    /// @param pipelinedMax requests that one client may have sent ahead of the one that is being answered
    public record Connections(int threads, int connectionsMax, int backlogMax, int pipelinedMax) {
        public static final Connections DEFAULTS =
                new Connections(Math.clamp(Runtime.getRuntime().availableProcessors(), 2, 8), 8_192, 1_024, 16);

        public Connections {
            require(threads > 0, "threads", "> 0");
            require(connectionsMax > 0, "connectionsMax", "> 0");
            require(backlogMax > 0, "backlogMax", "> 0");
            require(pipelinedMax >= 0 && pipelinedMax <= 64, "pipelinedMax", "0 to 64");
        }
    }

    /// Longest time of each step.
    ///
    /// @param request from the opening of the socket, or the first byte of a later request, to the request's
    /// last byte
    /// @param answer from there to the answer
    /// @param write until the client has taken the answer
    /// @param idle between an answer and the next request
    /// @param linger how long what a refused client still sends is read and thrown away, so that it
    /// sees why
    public record Timeouts(Duration request, Duration answer, Duration write, Duration idle, Duration linger) {
        public static final Timeouts DEFAULTS = new Timeouts(
                Duration.ofSeconds(10),
                Duration.ofSeconds(20),
                Duration.ofSeconds(30),
                Duration.ofSeconds(120),
                Duration.ofSeconds(2));

        public Timeouts {
            require(request.isPositive(), "request", "> 0");
            require(answer.isPositive(), "answer", "> 0");
            require(write.isPositive(), "write", "> 0");
            require(idle.isPositive(), "idle", "> 0");
            require(linger.isPositive(), "linger", "> 0");
        }
    }

    /// Largest request.
    ///
    /// @param lineBytesMax the request line; a percent-encoded DID of full length fits
    /// @param headerBytesMax all headers together
    /// @param bodyBytesMax the body
    public record Requests(int lineBytesMax, int headerBytesMax, int bodyBytesMax) {
        public static final Requests DEFAULTS = new Requests(8_192, 8_192, 8_192);

        public Requests {
            require(lineBytesMax > 0, "lineBytesMax", "> 0");
            require(headerBytesMax > 0, "headerBytesMax", "> 0");
            require(bodyBytesMax > 0 && bodyBytesMax <= 1 << 20, "bodyBytesMax", "1 to 1048576");
        }
    }

    /// Reads of the tables.
    ///
    /// @param threads reads at the same time
    /// @param waitingMax queries that wait for a thread; more are refused
    /// @param retryAfter what a refused client is told
    public record Queries(int threads, int waitingMax, Duration retryAfter) {
        public static final Queries DEFAULTS = new Queries(4, 256, Duration.ofSeconds(2));

        public Queries {
            require(threads > 0, "threads", "> 0");
            require(waitingMax > 0, "waitingMax", "> 0");
            require(retryAfter.toSeconds() > 0, "retryAfter", ">= 1 s");
        }
    }

    /// How often one client address (of IPv6 its /64) may ask. Behind a proxy that is not in `trustedProxies`,
    /// all clients are one.
    ///
    /// @param queriesMax queries in one window
    /// @param crawlsMax crawl requests in one window
    /// @param window time in which a used-up allowance is whole again
    /// @param addressesMax clients that are remembered; beyond, the least active start afresh
    /// @param trustedProxies whose `X-Forwarded-For` is believed; none by default
    public record Rates(
            int queriesMax, int crawlsMax, Duration window, int addressesMax, List<AddressBlock> trustedProxies) {
        public static final Rates DEFAULTS = new Rates(15_000, 120, Duration.ofSeconds(300), 100_000, List.of());

        public Rates {
            trustedProxies = List.copyOf(trustedProxies);
            require(queriesMax > 0, "queriesMax", "> 0");
            require(crawlsMax > 0, "crawlsMax", "> 0");
            require(window.toSeconds() > 0, "window", ">= 1 s");
            require(addressesMax > 0, "addressesMax", "> 0");
        }
    }

    private static boolean isTokenCharacter(int c) {
        return c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || "._+-".indexOf(c) >= 0;
    }

    private static void require(boolean holds, String name, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(name + ": out of bounds (expected: " + rule + ")");
        }
    }
}
