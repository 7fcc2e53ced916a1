package net.atrelay.app.config;

import static net.atrelay.app.config.Kinds.duration;
import static net.atrelay.app.config.Kinds.flag;
import static net.atrelay.app.config.Kinds.integer;
import static net.atrelay.app.config.Kinds.names;
import static net.atrelay.app.config.Kinds.size;
import static net.atrelay.app.config.Kinds.smallSize;
import static net.atrelay.app.config.Kinds.tiers;

import java.time.Duration;
import net.atrelay.ingest.IngestConfig;
import net.atrelay.ingest.IngestConfig.Flight;
import net.atrelay.ingest.IngestConfig.Journal;
import net.atrelay.ingest.IngestConfig.Limits;
import net.atrelay.ingest.IngestConfig.Offline;
import net.atrelay.ingest.IngestConfig.Patience;
import net.atrelay.ingest.IngestConfig.Retry;
import net.atrelay.ingest.IngestConfig.Sockets;
import net.atrelay.ingest.IngestConfig.Tasks;

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
                .part("retry", retry())
                .part("offline", offline())
                .part("limits", limits())
                .part("patience", patience())
                .part("journal", journal())
                .part("tasks", tasks());
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
                .key("dialsPerSecond", integer(1, 100_000), "Dials of all hosts together, a second")
                .key(
                        "retryAfterMax",
                        duration(Duration.ZERO, DAY),
                        "Longest time that a host is not dialled because its Retry-After says so");
    }

    private static Section<Offline> offline() {
        return Section.of("Hosts that do not answer for long", "RELAY_INGEST_OFFLINE_", Offline.DEFAULTS)
                .key("longest", duration(SOON, Duration.ofDays(30)), "Bound of the delay between dials of such a host")
                .key(
                        "dialsPerSecond",
                        integer(1, 100_000),
                        "Dials, a second, of hosts that were not active at the start");
    }

    private static Section<Limits> limits() {
        return Section.of("How much hosts may send", "RELAY_INGEST_LIMITS_", Limits.DEFAULTS)
                .key(
                        "tiers",
                        tiers(),
                        "see docs/hosts.md",
                        "Limits by hostname pattern: `NAME: PATTERN, …; KEY=VALUE; …`, one tier a line or between `|`")
                .key(
                        "newHostsPerDomainPerDayMax",
                        integer(0, 1_000_000),
                        "Hosts of one registrable domain that the public may add in one UTC day");
    }

    private static Section<Patience> patience() {
        return Section.of("How long a host may be in the middle", "RELAY_INGEST_PATIENCE_", Patience.DEFAULTS)
                .key("messageTimeout", duration(SOON, DAY), "Longest time from the first byte of a message to its last")
                .key("fragmentsPerMessageMax", integer(1, 1_000_000), "WebSocket frames that one message may come in")
                .key("controlFramesMax", integer(1, 1_000_000), "Pings and pongs between two pings of ours");
    }

    private static Section<Journal> journal() {
        return Section.of("Journals of hosts' faults", "RELAY_INGEST_JOURNAL_", Journal.DEFAULTS)
                .key("linesMax", integer(1_000, 100_000_000), "Lines of all hosts' journals together")
                .key("saveEvery", duration(SOON, DAY), "How often journals are stored that changed");
    }

    private static Section<Tasks> tasks() {
        return Section.of("Work beside the streams", "RELAY_INGEST_TASKS_", Tasks.DEFAULTS)
                .key(
                        "reconcilesMax",
                        integer(1, 10_000),
                        "Hosts whose accounts are compared with ours at the same time")
                .key("reconcileEvery", duration(SOON, DAY), "Shortest time between two comparisons of one host")
                .key("addProbesMax", integer(1, 10_000), "Probes at the same time when many hosts are added at once")
                .key("addProbesPerSecond", integer(1, 100_000), "Probes begun in a second then");
    }
}
