package net.atrelay.verify.identity;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import net.atrelay.atproto.host.Hostname;
import net.atrelay.atproto.host.RetryAfter;
import net.atrelay.verify.HttpCall;
import net.atrelay.verify.HttpOutcome;
import net.atrelay.verify.VerifyMetrics;
import net.atrelay.verify.identity.HostPage.ListedHost;
import net.atrelay.verify.identity.http.ClientFactory;
import net.atrelay.verify.identity.http.Fetched;
import net.atrelay.verify.identity.http.GuardedClient;
import net.atrelay.verify.identity.http.HttpLimits;
import net.atrelay.verify.identity.http.LaneLimits;
import net.atrelay.verify.identity.http.NameLookup;
import net.atrelay.verify.identity.http.RequestClock;
import net.atrelay.verify.identity.http.Target;
import org.jspecify.annotations.Nullable;

/// The list of hosts that another relay gives to everybody (lexicon: com.atproto.sync.listHosts; protocol reference
/// §7.6), read page by page. One bad entry spoils no other. Redirects are not followed. One thread at a time, which
/// blocks.
public final class RelayHosts implements AutoCloseable {
    /// Hosts that a page is asked for; the lexicon allows 1,000.
    public static final int PAGE_HOSTS = 500;

    private static final int PAGE_BYTES_MAX = 4 << 20;
    private static final int CURSOR_CHARS_MAX = 1_024;
    private static final int STATUS_CHARS_MAX = 64;
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final Duration RETRY_AFTER_MAX = Duration.ofMinutes(10);
    private static final String LIST_HOSTS = "/xrpc/com.atproto.sync.listHosts?limit=" + PAGE_HOSTS;

    private final URI relay;
    private final InstantSource time;
    private final RequestClock clock;
    private final GuardedClient client;

    /// @param relay another relay's public address; https, or in development http to this machine
    /// @param config which programs and machines may be asked; its limits on documents do not hold for pages
    /// @param registry counts the requests
    public RelayHosts(URI relay, IdentityConfig config, MeterRegistry registry, InstantSource time) {
        if (!IdentityConfig.isAllowed(relay, config.development())) {
            throw new IllegalArgumentException("relay: " + relay + " (expected: https://HOST)");
        }
        this.relay = relay;
        this.time = time;
        clock = RequestClock.ofSystem(time);
        client = new ClientFactory(
                        limitsOf(config.http()),
                        config.development(),
                        config.userAgent(),
                        NameLookup.SYSTEM,
                        clock,
                        new VerifyMetrics(registry))
                .forDirectory(new LaneLimits(1, 1, 1, 1), TIMEOUT);
    }

    private static HttpLimits limitsOf(HttpLimits usual) {
        return new HttpLimits(
                usual.nameTimeout(),
                usual.connectTimeout(),
                PAGE_BYTES_MAX,
                usual.headerLineBytesMax(),
                usual.headersMax(),
                usual.addressesMax(),
                usual.resolverThreads(),
                RETRY_AFTER_MAX);
    }

    /// Asks once.
    ///
    /// @param cursor as the page before gave it; null for the first page
    public HostPage page(@Nullable String cursor) {
        String after = cursor == null ? "" : "&cursor=" + Target.encoded(cursor);
        Fetched fetched =
                client.fetch(HttpCall.HOST_LIST, Target.of(relay, LIST_HOSTS + after), "application/json", TIMEOUT);
        return switch (fetched) {
            case Fetched.Broken(var outcome) -> new HostPage.Failed(outcome.label(), isPassing(outcome), null);
            case Fetched.Answered answered when answered.status() == 200 -> listed(answered.body());
            case Fetched.Answered answered -> refused(answered.status(), answered.retryAfter());
        };
    }

    private static boolean isPassing(HttpOutcome outcome) {
        return switch (outcome) {
            case CONNECTION, TIMEOUT, NAME_UNKNOWN, HELD_OFF -> true;
            case ANSWERED, ADDRESS_REFUSED, TLS, BODY_TOO_LARGE, RESPONSE_INVALID, CLOSED -> false;
        };
    }

    private HostPage refused(int status, @Nullable String retryAfter) {
        boolean passing = status == 429 || status >= 500 && status != 501;
        Duration wished = RetryAfter.granted(status, retryAfter, time.instant(), RETRY_AFTER_MAX);
        return new HostPage.Failed("status " + status, passing, wished);
    }

    static HostPage listed(byte[] body) {
        if (!(JsonBody.read(body) instanceof JsonBody.Value(JsonNode object))) {
            return new HostPage.Failed("no JSON", false, null);
        }
        JsonNode entries = object.get("hosts");
        String cursor = JsonBody.text(object, "cursor");
        if (entries == null || !entries.isArray() || cursor != null && cursor.length() > CURSOR_CHARS_MAX) {
            return new HostPage.Failed("no list of hosts", false, null);
        }
        List<ListedHost> hosts = new ArrayList<>(entries.size());
        for (JsonNode entry : entries) {
            String hostname = JsonBody.text(entry, "hostname");
            if (hostname != null && hostname.length() <= Hostname.INPUT_MAX) {
                hosts.add(new ListedHost(hostname, statusOf(entry), seqOf(entry)));
            }
        }
        boolean isLast = cursor == null || cursor.isEmpty();
        return new HostPage.Listed(hosts, entries.size() - hosts.size(), isLast ? null : cursor);
    }

    private static @Nullable String statusOf(JsonNode entry) {
        String status = JsonBody.text(entry, "status");
        return status == null || status.length() > STATUS_CHARS_MAX ? null : status;
    }

    private static @Nullable Long seqOf(JsonNode entry) {
        JsonNode seq = entry.get("seq");
        return seq != null && seq.isIntegralNumber() && seq.canConvertToLong() ? seq.longValue() : null;
    }

    @Override
    public void close() {
        client.close();
        clock.close();
    }
}
