package net.atrelay.ingest;

import java.time.Duration;
import java.util.Set;
import net.atrelay.store.host.tier.Tiers;

/// All settings of ingest. Hostnames are lower case.
///
/// @param development whether hosts on loopback addresses with plain `ws` are let through; then nothing else
///     changes
/// @param userAgent what hosts see; names a relay by the token `atproto-relay`
/// @param relaysAllowed whether another relay may be crawled like a host
/// @param crawlEnabled whether the public may ask for crawls
/// @param ownHostnames this relay's own names and those of its siblings, never crawled
/// @param bannedDomains domains of which no host is crawled; covers all names below
/// @param trustedDomains domains whose new hosts do not count for `newHostsPerDayMax`
/// @param newHostsPerDayMax hosts that the public may add in one UTC day
/// @param probesMax probes of hostnames at the same time
/// @param sockets limits of one socket
/// @param flight bounds of what was read and is not durable yet
/// @param retry when to dial again
/// @param offline how hosts are looked after that do not answer for long
/// @param limits how much hosts may send, and how many may come
/// @param patience how long a host may be in the middle of something
/// @param journal what is kept of hosts' faults
/// @param tasks work that goes on beside the streams
public record IngestConfig(
        boolean development,
        String userAgent,
        boolean relaysAllowed,
        boolean crawlEnabled,
        Set<String> ownHostnames,
        Set<String> bannedDomains,
        Set<String> trustedDomains,
        int newHostsPerDayMax,
        int probesMax,
        Sockets sockets,
        Flight flight,
        Retry retry,
        Offline offline,
        Limits limits,
        Patience patience,
        Journal journal,
        Tasks tasks) {
    /// The token by which relays know each other (protocol reference §1.11).
    public static final String RELAY_TOKEN = "atproto-relay";

    public IngestConfig {
        ownHostnames = Set.copyOf(ownHostnames);
        bannedDomains = Set.copyOf(bannedDomains);
        trustedDomains = Set.copyOf(trustedDomains);
        require(userAgent.contains(RELAY_TOKEN), "userAgent", "contains " + RELAY_TOKEN);
        require(newHostsPerDayMax >= 0, "newHostsPerDayMax", ">= 0");
        require(probesMax > 0, "probesMax", "> 0");
    }

    /// With the defaults of what has methods of its own to change it.
    public IngestConfig(
            boolean development,
            String userAgent,
            boolean relaysAllowed,
            boolean crawlEnabled,
            Set<String> ownHostnames,
            Set<String> bannedDomains,
            Set<String> trustedDomains,
            int newHostsPerDayMax,
            int probesMax,
            Sockets sockets,
            Flight flight,
            Retry retry) {
        this(
                development,
                userAgent,
                relaysAllowed,
                crawlEnabled,
                ownHostnames,
                bannedDomains,
                trustedDomains,
                newHostsPerDayMax,
                probesMax,
                sockets,
                flight,
                retry,
                Offline.DEFAULTS,
                Limits.DEFAULTS,
                Patience.DEFAULTS,
                Journal.DEFAULTS,
                Tasks.DEFAULTS);
    }

    public IngestConfig withOffline(Offline other) {
        return with(other, limits, patience, journal, tasks);
    }

    public IngestConfig withLimits(Limits other) {
        return with(offline, other, patience, journal, tasks);
    }

    public IngestConfig withPatience(Patience other) {
        return with(offline, limits, other, journal, tasks);
    }

    public IngestConfig withJournal(Journal other) {
        return with(offline, limits, patience, other, tasks);
    }

    public IngestConfig withTasks(Tasks other) {
        return with(offline, limits, patience, journal, other);
    }

    private IngestConfig with(
            Offline newOffline, Limits newLimits, Patience newPatience, Journal newJournal, Tasks newTasks) {
        return new IngestConfig(
                development,
                userAgent,
                relaysAllowed,
                crawlEnabled,
                ownHostnames,
                bannedDomains,
                trustedDomains,
                newHostsPerDayMax,
                probesMax,
                sockets,
                flight,
                retry,
                newOffline,
                newLimits,
                newPatience,
                newJournal,
                newTasks);
    }

    /// What an operator gets who sets nothing.
    ///
    /// @param version of the program, for the user agent
    public static IngestConfig defaults(String version) {
        return new IngestConfig(
                false,
                "atrelay/" + version + " (" + RELAY_TOKEN + "; +https://atproto.com/specs/sync)",
                false,
                true,
                Set.of(),
                Set.of(),
                Set.of("host.bsky.network"),
                50,
                32,
                Sockets.DEFAULTS,
                Flight.DEFAULTS,
                Retry.DEFAULTS);
    }

    /// Limits of one socket, and what all sockets share.
    ///
    /// @param threads event loops
    /// @param resolverThreads look-ups of addresses at the same time
    /// @param stageTimeout longest time for each of: address look-up, TCP connect, TLS, WebSocket upgrade
    /// @param frameBytesMax largest message (spec: sync, "5 MBytes")
    /// @param pingEvery time between pings
    /// @param silenceMax time without any inbound frame, pongs included, after which the host is dead
    /// @param staleFramesMax frames of one socket whose seq did not increase before it is closed
    /// @param errorsKept lines that each stage may have in a host's journal
    public record Sockets(
            int threads,
            int resolverThreads,
            Duration stageTimeout,
            int frameBytesMax,
            Duration pingEvery,
            Duration silenceMax,
            int staleFramesMax,
            int errorsKept) {
        public static final Sockets DEFAULTS = new Sockets(
                Math.clamp(Runtime.getRuntime().availableProcessors(), 2, 8),
                16,
                Duration.ofSeconds(10),
                5_000_000,
                Duration.ofSeconds(30),
                Duration.ofSeconds(75),
                1_000,
                16);

        public Sockets {
            require(threads > 0, "threads", "> 0");
            require(resolverThreads > 0, "resolverThreads", "> 0");
            require(stageTimeout.isPositive(), "stageTimeout", "> 0");
            require(frameBytesMax > 0 && frameBytesMax <= 5_000_000, "frameBytesMax", "1 to 5000000");
            require(pingEvery.isPositive(), "pingEvery", "> 0");
            require(silenceMax.compareTo(pingEvery) > 0, "silenceMax", "> pingEvery");
            require(staleFramesMax >= 0, "staleFramesMax", ">= 0");
            require(errorsKept > 0, "errorsKept", "> 0");
        }
    }

    /// Bounds of the bytes in flight.
    ///
    /// @param hostBytesMax bytes in flight of one host before its socket is not read
    /// @param totalBytesMax bytes in flight of all hosts before sockets are not read
    /// @param hostShareBytes bytes in flight that each host may have even then, so that a small host is never
    ///     starved; the whole bound is `totalBytesMax` and this share (and one frame) for each connected host
    public record Flight(long hostBytesMax, long totalBytesMax, long hostShareBytes) {
        public static final Flight DEFAULTS = new Flight(8L << 20, 256L << 20, 64L << 10);

        public Flight {
            require(hostBytesMax > 0, "hostBytesMax", "> 0");
            require(totalBytesMax >= hostBytesMax, "totalBytesMax", ">= hostBytesMax");
            require(hostShareBytes >= 0 && hostShareBytes <= hostBytesMax, "hostShareBytes", "0 to hostBytesMax");
        }
    }

    /// When hosts are dialled.
    ///
    /// @param first delay after the first failure; doubles with each further one
    /// @param longest bound of the delay of a host that failed a short time ago
    /// @param stableAfter how long a socket must have been open for the count of failures to start anew
    /// @param offlineAfter failures after which the host counts as offline; it is retried all the same
    /// @param idleHoldOff how long a host is left alone that did not know our cursor, before its tip is asked for
    /// @param requestedEvery shortest time between dials of one host that crawl requests may cause
    /// @param dialsPerSecond dials of all hosts together
    /// @param retryAfterMax longest time that a host is not dialled because its `Retry-After` says so
    public record Retry(
            Duration first,
            Duration longest,
            Duration stableAfter,
            int offlineAfter,
            Duration idleHoldOff,
            Duration requestedEvery,
            int dialsPerSecond,
            Duration retryAfterMax) {
        public static final Retry DEFAULTS = new Retry(
                Duration.ofSeconds(1),
                Duration.ofMinutes(10),
                Duration.ofSeconds(60),
                16,
                Duration.ofMinutes(10),
                Duration.ofSeconds(60),
                50,
                Duration.ofHours(1));

        public Retry {
            require(first.isPositive(), "first", "> 0");
            require(longest.compareTo(first) >= 0, "longest", ">= first");
            require(stableAfter.isPositive(), "stableAfter", "> 0");
            require(offlineAfter > 0, "offlineAfter", "> 0");
            require(!idleHoldOff.isNegative(), "idleHoldOff", ">= 0");
            require(!requestedEvery.isNegative(), "requestedEvery", ">= 0");
            require(dialsPerSecond > 0, "dialsPerSecond", "> 0");
            require(!retryAfterMax.isNegative(), "retryAfterMax", ">= 0");
        }
    }

    /// How hosts are looked after that do not answer for long.
    ///
    /// @param longest bound of the delay between dials of a host that has been down for days; the delay is never
    ///     more than an eighth of the time that it has been down, but for [Retry#longest()]
    /// @param dialsPerSecond dials of hosts that were not active when the relay started, all together, once the
    ///     active ones have been dialled
    public record Offline(Duration longest, int dialsPerSecond) {
        public static final Offline DEFAULTS = new Offline(Duration.ofHours(6), 5);

        public Offline {
            require(longest.isPositive(), "offlineLongest", "> 0");
            require(dialsPerSecond > 0, "offlineDialsPerSecond", "> 0");
        }
    }

    /// How much hosts may send, and how many may come.
    ///
    /// @param tiers limits of each host
    /// @param newHostsPerDomainPerDayMax hosts of one registrable domain that the public may add in one UTC day
    public record Limits(Tiers tiers, int newHostsPerDomainPerDayMax) {
        public static final Limits DEFAULTS = new Limits(Tiers.DEFAULTS, 10);

        public Limits {
            require(newHostsPerDomainPerDayMax >= 0, "newHostsPerDomainPerDayMax", ">= 0");
        }
    }

    /// How long a host may be in the middle of something, so that none can hold memory or a thread by never ending.
    ///
    /// @param messageTimeout longest time from the first byte of a message to its last, while it is read
    /// @param fragmentsPerMessageMax WebSocket frames that one message may come in
    /// @param controlFramesMax pings and pongs between two pings of ours
    public record Patience(Duration messageTimeout, int fragmentsPerMessageMax, int controlFramesMax) {
        public static final Patience DEFAULTS = new Patience(Duration.ofSeconds(60), 4_096, 100);

        public Patience {
            require(messageTimeout.isPositive(), "messageTimeout", "> 0");
            require(fragmentsPerMessageMax > 0, "fragmentsPerMessageMax", "> 0");
            require(controlFramesMax > 0, "controlFramesMax", "> 0");
        }
    }

    /// What is kept of hosts' faults.
    ///
    /// @param linesMax lines of all hosts' journals together
    /// @param saveEvery how often journals are stored that changed
    public record Journal(int linesMax, Duration saveEvery) {
        public static final Journal DEFAULTS = new Journal(100_000, Duration.ofMinutes(2));

        public Journal {
            require(linesMax >= 1_000, "journalLinesMax", ">= 1000");
            require(saveEvery.isPositive(), "journalSaveEvery", "> 0");
        }
    }

    /// Work that goes on beside the streams.
    ///
    /// @param reconcilesMax hosts whose accounts are compared with ours at the same time
    /// @param reconcileEvery shortest time between two comparisons of one host
    /// @param addProbesMax probes at the same time when an operator adds many hosts at once
    /// @param addProbesPerSecond probes begun in a second then
    public record Tasks(int reconcilesMax, Duration reconcileEvery, int addProbesMax, int addProbesPerSecond) {
        public static final Tasks DEFAULTS = new Tasks(4, Duration.ofMinutes(10), 8, 20);

        public Tasks {
            require(reconcilesMax > 0, "reconcilesMax", "> 0");
            require(!reconcileEvery.isNegative(), "reconcileEvery", ">= 0");
            require(addProbesMax > 0, "addProbesMax", "> 0");
            require(addProbesPerSecond > 0, "addProbesPerSecond", "> 0");
        }
    }

    private static void require(boolean holds, String name, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(name + ": out of bounds (expected: " + rule + ")");
        }
    }
}
