package net.atrelay.app.config;

import static net.atrelay.app.config.Kinds.duration;
import static net.atrelay.app.config.Kinds.integer;
import static net.atrelay.app.config.Kinds.number;
import static net.atrelay.app.config.Kinds.smallSize;
import static net.atrelay.app.config.Kinds.uri;

import java.time.Duration;
import net.atrelay.verify.identity.IdentityConfig;
import net.atrelay.verify.identity.IdentityConfig.Answers;
import net.atrelay.verify.identity.IdentityConfig.Directory;
import net.atrelay.verify.identity.IdentityConfig.Forced;
import net.atrelay.verify.identity.http.HttpLimits;
import net.atrelay.verify.identity.http.LaneLimits;

/// The keys of what the relay asks other servers.
final class IdentityKeys {
    private static final int MANY = 1_000_000;
    private static final int BODY_BYTES_MAX = 16 << 20;
    private static final int LINE_BYTES_MAX = 1 << 20;
    private static final Duration SOON = Duration.ofMillis(1);
    private static final Duration DAY = Duration.ofDays(1);

    private IdentityKeys() {}

    /// @param development the switch of the whole relay
    /// @param forcedGap between forced look-ups, also where they are asked for
    /// @param userAgent of all that the relay asks
    static Section<IdentityConfig> section(Key<Boolean> development, Key<String> userAgent, Key<Duration> forcedGap) {
        IdentityConfig defaults = IdentityConfig.defaults(Release.version());
        return Section.of("Identity", "RELAY_IDENTITY_", defaults)
                .key("plcUrl", uri(), "Base URL of the PLC directory; http only to this machine in development")
                .part("development", development)
                .part("userAgent", userAgent)
                .key("documentTimeout", duration(SOON, DAY), "Longest time of a request for a DID document")
                .key("hostTimeout", duration(SOON, DAY), "Longest time of a request to a host")
                .part("http", http())
                .part("directory", directory())
                .part("domains", lane("Requests to did:web domains", "RELAY_IDENTITY_DOMAINS_", defaults.domains()))
                .part("hosts", lane("Requests to hosts", "RELAY_IDENTITY_HOSTS_", defaults.hosts()))
                .part("answers", answers())
                .part("forced", forced(forcedGap));
    }

    private static Section<HttpLimits> http() {
        return Section.of("Limits of one request", "RELAY_IDENTITY_HTTP_", HttpLimits.DEFAULTS)
                .key("nameTimeout", duration(SOON, DAY), "Longest time for the look-up of a name's addresses")
                .key("connectTimeout", duration(SOON, DAY), "Longest time for the TCP connect to one address")
                .key("bodyBytesMax", smallSize(1, BODY_BYTES_MAX), "Longest body that is read")
                .key("headerLineBytesMax", smallSize(64, LINE_BYTES_MAX), "Longest line of a response's head")
                .key("headersMax", integer(1, 10_000), "Headers of a response")
                .key("addressesMax", integer(1, 64), "Addresses of a name that are tried")
                .key("resolverThreads", integer(1, 1_024), "Look-ups of addresses at the same time")
                .key(
                        "retryAfterMax",
                        duration(Duration.ZERO, DAY),
                        "Longest time that a host or domain is left alone because its Retry-After says so");
    }

    private static Section<Directory> directory() {
        return Section.of("Requests to the PLC directory", "RELAY_IDENTITY_DIRECTORY_", Directory.DEFAULTS)
                .key("inFlightMax", integer(1, 10_000), "Requests at the same time")
                .key("queuedMax", integer(1, 10 * MANY), "Requests that wait for their turn")
                .key("perSecond", integer(1, 100_000), "Requests begun in a second, evenly spread; more wait")
                .key("pauseFirst", duration(SOON, DAY), "How long nothing is asked after a 429 without Retry-After")
                .key("pauseMax", duration(SOON, DAY), "Longest pause that a 429 is granted");
    }

    private static Section<LaneLimits> lane(String title, String prefix, LaneLimits defaults) {
        return Section.of(title, prefix, defaults)
                .key("inFlightMax", integer(1, 10_000), "Requests at the same time")
                .key("inFlightPerTargetMax", integer(1, 10_000), "Of these, to one server")
                .key("queuedMax", integer(1, 10 * MANY), "Requests that wait for their turn")
                .key("queuedPerTargetMax", integer(1, 10 * MANY), "Of these, to one server");
    }

    private static Section<Answers> answers() {
        return Section.of("What is remembered of look-ups", "RELAY_IDENTITY_ANSWERS_", Answers.DEFAULTS)
                .key("rememberedMax", number(1, 100L * MANY), "DIDs whose answer is remembered")
                .key("documentFor", duration(Duration.ZERO, DAY), "How long a document or a tombstone is remembered")
                .key("notFoundFor", duration(Duration.ZERO, DAY), "How long it is remembered that there is none")
                .key("failedFirst", duration(Duration.ZERO, DAY), "Shortest pause before a failed look-up is repeated")
                .key("failedLast", duration(Duration.ZERO, DAY), "Longest such pause")
                .key("pendingMax", integer(1, 10 * MANY), "Questions that wait for an answer");
    }

    /// For the sections of those who ask for forced look-ups and of those who make them.
    static Key<Duration> forcedGap() {
        return new Key<>(
                "RELAY_IDENTITY_FORCED_DID_GAP",
                duration(SOON, DAY),
                Forced.DEFAULTS.didGap(),
                "Time between two of one DID that the same host causes");
    }

    private static Section<Forced> forced(Key<Duration> gap) {
        return Section.of("Forced look-ups", "RELAY_IDENTITY_FORCED_", Forced.DEFAULTS)
                .part("didGap", gap)
                .key("hostBurst", integer(1, MANY), "How many one host may cause at once")
                .key("hostPerSecond", integer(1, MANY), "How many it may cause in each second after that")
                .key("trackedMax", number(1, 100L * MANY), "DIDs and hosts, each, whose use is remembered");
    }
}
