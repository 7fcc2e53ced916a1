package net.atrelay.whole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import net.atrelay.process.Until;
import net.atrelay.sim.Account;
import net.atrelay.sim.host.SimHost;
import net.atrelay.sim.hostile.HostileHost;
import net.atrelay.sim.hostile.Hostility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Hosts of every hostile kind, one after the other, beside a good one: each is counted under its reason and pays for
/// it alone, what is read of it stays within its bound, and of the good host every event comes out, once and in
/// order.
class HostileHostsTest {
    private static final int ACCOUNTS = 5;
    private static final int ACCOUNTS_OF_HOSTILE_MAX = 50;
    private static final long FLIGHT_BYTES_MAX = 8L << 20;
    private static final long MESSAGE_BYTES_MAX = 5_000_000;
    private static final List<String> TYPES = List.of("#commit", "#sync", "#identity", "#account");

    private final long seed = Seed.of(HostileHostsTest.class);

    @TempDir
    private Path directory;

    /// Where a kind is counted.
    ///
    /// @param labels of the meter
    /// @param journal reason of the line in the host's journal; null for none: an honest host may come into
    ///     the same situation
    private record Price(
            String meter, List<String> labels, @Nullable String journal) {
        static Price dial(String reason) {
            return new Price("relay_ingest_dial_failures_total", List.of("reason=\"" + reason + "\""), reason);
        }

        static Price socket(String reason) {
            return new Price("relay_ingest_sockets_closed_total", List.of("reason=\"" + reason + "\""), reason);
        }

        static Price skipped(String reason) {
            return new Price("relay_ingest_frames_skipped_total", List.of("reason=\"" + reason + "\""), reason);
        }

        static Price refused(String reason) {
            return new Price(
                    "relay_verify_frames_total", List.of("reason=\"" + reason.toLowerCase(Locale.ROOT) + "\""), reason);
        }

        static Price unblamed(String reason) {
            return new Price("relay_verify_frames_total", List.of("reason=\"" + reason + "\""), null);
        }

        static Price heldBack() {
            return new Price("relay_ingest_hold_backs_total", List.of(), null);
        }

        static Price question(String call, String outcome) {
            return new Price(
                    "relay_verify_http_requests_seconds_count",
                    List.of("call=\"" + call + "\"", "outcome=\"" + outcome + "\""),
                    null);
        }

        static Price listing(String end) {
            return new Price(
                    "relay_verify_listing_ends_total",
                    List.of("outcome=\"" + end.toLowerCase(Locale.ROOT) + "\""),
                    end);
        }

        double in(Meters meters) {
            return meters.sum(meter, labels.toArray(String[]::new));
        }
    }

    @Test
    void everyKindIsCountedPaysAloneAndHarmsNobodyElse() throws IOException {
        try (World world = new World(seed, 1, ACCOUNTS);
                RelayHere relay = new RelayHere(directory, settings(world));
                Witness all = new Witness(world, relay.uri(), 0L)) {
            world.awaitListener();
            world.everybodyPosts();
            all.awaitDue();
            Operator operator = new Operator(relay);
            for (Hostility kind : Hostility.values()) {
                meet(kind, world, relay, operator);
                all.awaitDue();
            }
            all.assertClean("seed " + seed);
            assertEquals(1, world.host(0).connects(), "the good host's socket stayed");
        }
    }

    private static List<String> victims(World world) {
        return world.network().accounts().stream().map(Account::did).toList();
    }

    private void meet(Hostility kind, World world, RelayHere relay, Operator operator) throws IOException {
        List<String> victims = victims(world);
        try (HostileHost host = new HostileHost(kind, world.plc(), victims)) {
            tolerate(host, world, victims);
            Meters before = relay.meters();
            if (kind.isMetByCrawl()) {
                assertEquals(400, operator.requestCrawl(host.hostname()), kind + ": is no host");
            } else {
                operator.add(host.hostname());
            }
            for (Price price : pricesOf(kind)) {
                Until.holds(
                        () -> "seed " + seed + ": " + kind + " is counted as " + price + "; "
                                + relay.meters().differences(before) + operator.journal(host.hostname()),
                        () -> hasPaid(price, host, world, relay, operator, before));
            }
            assertTrue(host.injected() > 0, kind + ": happened");
            assertEquals(0, host.trapped(), kind + ": nothing inside was spoken to");
        }
    }

    /// What a hostile host says truly of its own accounts may come out, and so may `#identity` for any.
    private static void tolerate(HostileHost host, World world, List<String> victims) {
        for (String did : host.dids()) {
            TYPES.forEach(type -> world.ledger().allowSynthetic(did, type));
        }
        victims.forEach(did -> world.ledger().allowSynthetic(did, "#identity"));
    }

    /// The good host goes on meanwhile.
    private boolean hasPaid(
            Price price, HostileHost host, World world, RelayHere relay, Operator operator, Meters before) {
        world.everybodyPosts();
        if (!host.kind().isMetByCrawl()) {
            JsonNode standing = operator.host(host.hostname());
            long inFlight = standing.path("inFlightBytes").asLong();
            assertTrue(inFlight <= FLIGHT_BYTES_MAX + MESSAGE_BYTES_MAX, host.kind() + ": in flight " + inFlight);
            long accounts = standing.at("/accounts/takingRoom").asLong();
            assertTrue(accounts <= ACCOUNTS_OF_HOSTILE_MAX, host.kind() + ": accounts " + accounts);
        }
        String reason = price.journal();
        return host.injected() > 0
                && price.in(relay.meters()) > price.in(before)
                && (reason == null || operator.journal(host.hostname()).contains(reason));
    }

    private static List<Price> pricesOf(Hostility kind) {
        return switch (kind) {
            case NEVER_ACCEPTS -> List.of(Price.dial("CONNECT_TIMEOUT"));
            case SAYS_NOTHING, DRIPS_HEADERS -> List.of(Price.dial("UPGRADE_TIMEOUT"));
            case ENDLESS_HEADERS -> List.of(Price.dial("UPGRADE_REFUSED"));
            case REDIRECTS_INWARD -> List.of(Price.dial("UPGRADE_REFUSED"), Price.question("web", "answered"));
            case SILENT_STREAM -> List.of(Price.socket("SILENT"));
            case DRIPS_A_FRAME -> List.of(Price.socket("MESSAGE_TIMEOUT"));
            case ENDLESS_FRAGMENTS, COMPRESSED_FRAME -> List.of(Price.socket("WEBSOCKET_VIOLATION"));
            case HUGE_FRAME -> List.of(Price.socket("FRAME_TOO_LARGE"));
            case PING_FLOOD -> List.of(Price.socket("CONTROL_FLOOD"));
            case ENDLESS_DESCRIPTION -> List.of(Price.question("server", "body_too_large"));
            case DRIPPED_DESCRIPTION -> List.of(Price.question("server", "timeout"));
            case ENDLESS_LISTING -> List.of(Price.question("repo_list", "body_too_large"), Price.listing("FAILED"));
            case CIRCULAR_LISTING -> List.of(Price.listing("ENDLESS"));
            case ENDLESS_DOCUMENT -> List.of(Price.question("web", "body_too_large"));
            case DRIPPED_DOCUMENT -> List.of(Price.question("web", "timeout"));
            case COMPRESSED_DOCUMENT ->
                List.of(
                        Price.question("web", "answered"),
                        new Price(
                                "relay_verify_identity_results_total",
                                List.of("call=\"web\"", "result=\"failed\""),
                                null));
            case ENDLESS_STATUS -> List.of(Price.question("host_status", "body_too_large"));
            case DEEP_CBOR -> List.of(Price.skipped("MALFORMED_PAYLOAD"));
            case HUGE_MAP -> List.of(Price.socket("FRAME_UNDECODABLE"));
            case HUGE_BLOCK -> List.of(Price.refused("COMMIT_INVALID"));
            case LARGEST_MESSAGES -> List.of(Price.unblamed("event_too_large"), Price.heldBack());
            case CRUMBS, MINED_TREE, LONG_KEYS -> List.of(Price.heldBack());
            case FOREIGN_IDENTITIES -> List.of(Price.refused("FOREIGN_IDENTITY_RATE"));
            case NEW_ACCOUNTS -> List.of(Price.unblamed("host_over_limit"));
            case FUTURE_REVS -> List.of(Price.refused("REV_IN_FUTURE"));
            case WILD_SEQS -> List.of(Price.skipped("SEQ_NOT_INCREASING"), Price.socket("SEQ_NOT_INCREASING"));
        };
    }

    private static Map<String, String> settings(World world) {
        SimHost good = world.host(0);
        Map<String, String> settings = world.settings();
        settings.put(
                "RELAY_INGEST_LIMITS_TIERS",
                "good: " + good.hostname()
                        + "; accounts=10000000; accountEventsPerHour=1000000000|hostile: *; accounts="
                        + ACCOUNTS_OF_HOSTILE_MAX + "; eventsPerSecond=200");
        settings.put("RELAY_INGEST_FLIGHT_HOST_BYTES_MAX", Long.toString(FLIGHT_BYTES_MAX) + "B");
        settings.put("RELAY_VERIFY_PACES_FOREIGN_IDENTITIES_PER_MINUTE_MAX", "20");
        settings.put("RELAY_ADMIN_TOKENS", Operator.TOKENS);
        // A host that has had its turn is left alone.
        settings.put("RELAY_INGEST_RETRY_LONGEST", "10m");
        // What takes a minute takes a moment here.
        settings.put("RELAY_INGEST_SOCKETS_STAGE_TIMEOUT", "500ms");
        settings.put("RELAY_INGEST_SOCKETS_PING_EVERY", "300ms");
        settings.put("RELAY_INGEST_SOCKETS_SILENCE_MAX", "1s");
        settings.put("RELAY_INGEST_SOCKETS_STALE_FRAMES_MAX", "20");
        settings.put("RELAY_INGEST_PATIENCE_MESSAGE_TIMEOUT", "500ms");
        settings.put("RELAY_IDENTITY_DOCUMENT_TIMEOUT", "500ms");
        settings.put("RELAY_IDENTITY_HOST_TIMEOUT", "500ms");
        settings.put("RELAY_VERIFY_LISTING_ATTEMPTS_MAX", "1");
        return settings;
    }
}
