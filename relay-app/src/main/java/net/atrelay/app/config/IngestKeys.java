package net.atrelay.app.config;

import static net.atrelay.app.config.Kinds.duration;
import static net.atrelay.app.config.Kinds.flag;
import static net.atrelay.app.config.Kinds.integer;
import static net.atrelay.app.config.Kinds.names;
import static net.atrelay.app.config.Kinds.size;
import static net.atrelay.app.config.Kinds.smallSize;

import java.time.Duration;
import net.atrelay.ingest.IngestConfig;
import net.atrelay.ingest.IngestConfig.Flight;
import net.atrelay.ingest.IngestConfig.Retry;
import net.atrelay.ingest.IngestConfig.Sockets;

/// The keys of ingest.
final class IngestKeys {
    /// Largest message of a host's stream (spec: sync).
    private static final int FRAME_BYTES_MAX = 5_000_000;

    private static final long TIB = 1L << 40;
    private static final Duration SOON = Duration.ofMillis(1);
    private static final Duration DAY = Duration.ofDays(1);

    private IngestKeys() {}

    /// @param development the switch of the whole relay
    /// @param userAgent of all that the relay asks
    static Section<IngestConfig> section(Key<Boolean> development, Key<String> userAgent) {
        return Section.of("Ingest", "RELAY_INGEST_", IngestConfig.defaults(Release.version()))
                .part("development", development)
                .part("userAgent", userAgent)
                .key("relaysAllowed", flag(), "Whether another relay may be crawled like a host")
                .key("crawlEnabled", flag(), "Whether the public may ask for crawls")
                .key("ownHostnames", names(), "This relay's own names and those of its siblings, never crawled")
                .key("bannedDomains", names(), "Domains of which no host is crawled; covers all names below")
                .key(
                        "trustedDomains",
                        names(),
                        "Domains whose new hosts do not count for RELAY_INGEST_NEW_HOSTS_PER_DAY_MAX")
                .key("newHostsPerDayMax", integer(0, 1_000_000), "Hosts that the public may add in one UTC day")
                .key("probesMax", integer(1, 10_000), "New hostnames looked at, at the same time")
                .part("sockets", sockets())
                .part("flight", flight())
                .part("retry", retry());
    }

    private static Section<Sockets> sockets() {
        return Section.of("Sockets to hosts", "RELAY_INGEST_SOCKETS_", Sockets.DEFAULTS)
                .key("threads", integer(1, 256), "one a processor, 2 to 8", "Event loops that all sockets share")
                .key("resolverThreads", integer(1, 1_024), "Look-ups of addresses at the same time")
                .key(
                        "stageTimeout",
                        duration(SOON, Duration.ofMinutes(10)),
                        "Longest time for each of address look-up, TCP connect, TLS and WebSocket upgrade")
                .key("frameBytesMax", smallSize(1, FRAME_BYTES_MAX), "Largest message of a host")
                .key("pingEvery", duration(SOON, Duration.ofHours(1)), "Time between pings")
                .key("silenceMax", duration(SOON, DAY), "Time without any frame or pong after which a host is dead")
                .key(
                        "staleFramesMax",
                        integer(0, 1_000_000_000),
                        "Frames of one socket whose seq did not increase before it is closed")
                .key("errorsKept", integer(1, 10_000), "Newest errors kept for each host");
    }

    private static Section<Flight> flight() {
        return Section.of("Bytes read and not durable yet", "RELAY_INGEST_FLIGHT_", Flight.DEFAULTS)
                .key("hostBytesMax", size(1, TIB), "Bytes in flight of one host before its socket is not read")
                .key("totalBytesMax", size(1, TIB), "Bytes in flight of all hosts before sockets are not read")
                .key(
                        "hostShareBytes",
                        size(0, TIB),
                        "Bytes in flight that each host may have even then, so that a small host is never starved");
    }

    private static Section<Retry> retry() {
        return Section.of("When hosts are dialled", "RELAY_INGEST_RETRY_", Retry.DEFAULTS)
                .key("first", duration(SOON, DAY), "Delay after the first failure; it doubles with each further one")
                .key("longest", duration(SOON, Duration.ofDays(30)), "Bound of the delay")
                .key(
                        "stableAfter",
                        duration(SOON, DAY),
                        "How long a socket must have been open for the count of failures to start anew")
                .key("offlineAfter", integer(1, 1_000_000), "Failures after which a host counts as offline")
                .key(
                        "idleHoldOff",
                        duration(Duration.ZERO, DAY),
                        "How long a host is left alone that did not know our cursor, before its tip is asked for")
                .key(
                        "requestedEvery",
                        duration(Duration.ZERO, DAY),
                        "Shortest time between dials of one host that crawl requests may cause")
                .key("dialsPerSecond", integer(1, 100_000), "Dials of all hosts together, a second");
    }
}
