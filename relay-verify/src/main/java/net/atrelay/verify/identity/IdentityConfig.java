package net.atrelay.verify.identity;

import java.net.URI;
import java.time.Duration;
import net.atrelay.atproto.host.DevMode;
import net.atrelay.verify.VerifyConfig;
import net.atrelay.verify.identity.http.AddressGuard;
import net.atrelay.verify.identity.http.HttpLimits;
import net.atrelay.verify.identity.http.LaneLimits;

/// All settings of what the relay asks other servers.
///
/// @param plcUrl base URL of the PLC directory, https; http only to this machine in development
/// @param development whether `localhost:PORT` over plain http is let through; then nothing else changes
/// @param userAgent what servers see; names a relay by the token `atproto-relay`
/// @param documentTimeout longest time for a whole request for a DID document
/// @param hostTimeout longest time for a whole request to a host
/// @param http limits of one request
/// @param directory requests to the PLC directory
/// @param domains requests to domains that are a did:web; all names of one domain count as one server
/// @param hosts requests to hosts
/// @param answers what is remembered of look-ups, and how many may be under way
/// @param forced budgets of look-ups that must not rely on what is remembered
public record IdentityConfig(
        URI plcUrl,
        boolean development,
        String userAgent,
        Duration documentTimeout,
        Duration hostTimeout,
        HttpLimits http,
        Directory directory,
        LaneLimits domains,
        LaneLimits hosts,
        Answers answers,
        Forced forced) {
    /// The token by which relays know each other (protocol reference §1.11).
    public static final String RELAY_TOKEN = "atproto-relay";

    private static final int HTTPS_PORT = 443;

    public IdentityConfig {
        require(isAllowed(plcUrl, development), "plcUrl", "https://HOST without user, query and fragment");
        require(userAgent.contains(RELAY_TOKEN), "userAgent", "contains " + RELAY_TOKEN);
        require(documentTimeout.isPositive(), "documentTimeout", "> 0");
        require(hostTimeout.isPositive(), "hostTimeout", "> 0");
    }

    /// What an operator gets who sets nothing.
    ///
    /// @param version of the program, for the user agent
    public static IdentityConfig defaults(String version) {
        return new IdentityConfig(
                URI.create("https://plc.directory"),
                false,
                "atrelay/" + version + " (" + RELAY_TOKEN + "; +https://atproto.com/specs/sync)",
                Duration.ofSeconds(10),
                Duration.ofSeconds(5),
                HttpLimits.DEFAULTS,
                Directory.DEFAULTS,
                new LaneLimits(64, 8, 10_000, 1_000),
                new LaneLimits(64, 4, 10_000, 1_000),
                Answers.DEFAULTS,
                Forced.DEFAULTS);
    }

    DevMode devMode() {
        return development ? DevMode.ON : DevMode.OFF;
    }

    /// Bounds of requests to the PLC directory.
    ///
    /// @param inFlightMax requests at the same time
    /// @param queuedMax requests that wait for their turn
    /// @param perSecond requests begun in a second, evenly spread; more wait
    /// @param pauseFirst how long nothing is asked after a 429 that does not say how long
    /// @param pauseMax longest such pause that a 429 is granted
    public record Directory(int inFlightMax, int queuedMax, int perSecond, Duration pauseFirst, Duration pauseMax) {
        public static final Directory DEFAULTS =
                new Directory(64, 100_000, 250, Duration.ofSeconds(5), Duration.ofMinutes(10));

        public Directory {
            require(inFlightMax > 0, "inFlightMax", "> 0");
            require(queuedMax > 0, "queuedMax", "> 0");
            require(perSecond > 0 && perSecond <= 100_000, "perSecond", "1 to 100000");
            require(pauseFirst.isPositive(), "pauseFirst", "> 0");
            require(pauseMax.compareTo(pauseFirst) >= 0, "pauseMax", ">= pauseFirst");
        }

        LaneLimits lane() {
            return new LaneLimits(inFlightMax, inFlightMax, queuedMax, queuedMax);
        }
    }

    /// What is remembered of look-ups (protocol reference §6.5). What is known of accounts is kept with the accounts,
    /// for longer.
    ///
    /// @param rememberedMax DIDs whose answer is remembered
    /// @param documentFor how long a document or a tombstone is
    /// @param notFoundFor how long it is that there is none
    /// @param failedFirst how long at least a DID is not asked for again after a failure
    /// @param failedLast how long at most
    /// @param pendingMax questions that wait for an answer
    public record Answers(
            long rememberedMax,
            Duration documentFor,
            Duration notFoundFor,
            Duration failedFirst,
            Duration failedLast,
            int pendingMax) {
        public static final Answers DEFAULTS = new Answers(
                100_000,
                Duration.ofHours(1),
                Duration.ofMinutes(2),
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                200_000);

        public Answers {
            require(rememberedMax > 0, "rememberedMax", "> 0");
            require(!documentFor.isNegative(), "documentFor", ">= 0");
            require(!notFoundFor.isNegative(), "notFoundFor", ">= 0");
            require(!failedFirst.isNegative(), "failedFirst", ">= 0");
            require(failedLast.compareTo(failedFirst) >= 0, "failedLast", ">= failedFirst");
            require(pendingMax > 0, "pendingMax", "> 0");
        }
    }

    /// Budgets of forced look-ups.
    ///
    /// @param didGap time between two of one DID that the same host causes
    /// @param hostBurst how many one host may cause at once
    /// @param hostPerSecond how many it may cause in each second after that
    /// @param trackedMax DIDs and hosts, each, whose use is remembered
    public record Forced(Duration didGap, int hostBurst, int hostPerSecond, long trackedMax) {
        public static final Forced DEFAULTS = new Forced(VerifyConfig.FORCED_GAP, 100, 10, 100_000);

        public Forced {
            require(didGap.isPositive(), "didGap", "> 0");
            require(hostBurst > 0, "hostBurst", "> 0");
            require(hostPerSecond > 0, "hostPerSecond", "> 0");
            require(trackedMax > 0, "trackedMax", "> 0");
        }
    }

    /// Whether it is an address that an operator may have the relay ask: https at the usual port, or this machine in
    /// development; without user, query and fragment.
    public static boolean isAllowed(URI url, boolean development) {
        String host = url.getHost();
        if (host == null || url.getRawUserInfo() != null || url.getRawQuery() != null || url.getRawFragment() != null) {
            return false;
        }
        if (development && AddressGuard.isThisMachine(host)) {
            return "http".equals(url.getScheme()) || "https".equals(url.getScheme());
        }
        return "https".equals(url.getScheme()) && (url.getPort() == -1 || url.getPort() == HTTPS_PORT);
    }

    private static void require(boolean holds, String name, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(name + ": out of bounds (expected: " + rule + ")");
        }
    }
}
