package net.atrelay.app.pull;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.atrelay.verify.identity.HostPage.ListedHost;
import net.atrelay.verify.identity.IdentityConfig;
import net.atrelay.verify.identity.RelayHosts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListReaderTest {
    private static final PullLimits LIMITS = new PullLimits(5, 6, Duration.ofHours(1), 10, 4, 4);
    private static final String A = Neighbour.entry("a.example.com", "active", 1L);
    private static final String B = Neighbour.entry("b.example.com", "idle", null);

    private final Neighbour relay = new Neighbour();
    private final List<Duration> rests = new ArrayList<>();
    private long nanos;

    @AfterEach
    void close() {
        relay.close();
    }

    @Test
    void allPagesAreReadAndANameCountsOnce() throws InterruptedException {
        relay.list(Neighbour.page("one", A, "{}", "7"));
        relay.listAfter("one", Neighbour.page("two"));
        relay.listAfter("two", Neighbour.page("", A, B));
        Listing listing = read();
        assertNull(listing.brokenOff());
        assertEquals(
                List.of(new ListedHost("a.example.com", "active", 1L), new ListedHost("b.example.com", "idle", null)),
                listing.hosts());
        assertEquals(2, listing.unusable());
        assertEquals(List.of(ListReader.BETWEEN_PAGES, ListReader.BETWEEN_PAGES), rests);
    }

    @Test
    void aListThatGoesRoundIsLeft() throws InterruptedException {
        relay.list(Neighbour.page("one", A));
        relay.listAfter("one", Neighbour.page("two", A));
        relay.listAfter("two", Neighbour.page("one", B));
        Listing listing = read();
        assertEquals("its cursor came twice", listing.brokenOff());
        assertEquals(2, listing.hosts().size());
    }

    @Test
    void aListWithoutEndIsLeft() throws InterruptedException {
        relay.list(Neighbour.page("1", A));
        for (int page = 1; page < 20; page++) {
            relay.listAfter(String.valueOf(page), Neighbour.page(String.valueOf(page + 1), B));
        }
        assertEquals("more than 5 pages", read().brokenOff());
        assertEquals(5, relay.requests().size());
    }

    @Test
    void aListOfTooManyHostsIsLeft() throws InterruptedException {
        String[] many = new String[6];
        for (int i = 0; i < many.length; i++) {
            many[i] = Neighbour.entry("h" + i + ".example.com", "active", 1L);
        }
        relay.list(Neighbour.page("one", many));
        assertEquals("more than 6 hosts", read().brokenOff());
    }

    @ParameterizedTest
    @CsvSource({"429, 7", "503, 600"})
    void aRelayThatWishesToBeLeftAloneIsAskedAgainThen(int status, long seconds) throws InterruptedException {
        relay.list(
                Neighbour.reply(status, "", Map.of("Retry-After", String.valueOf(seconds))), Neighbour.page(null, A));
        assertNull(read().brokenOff());
        assertEquals(List.of(Duration.ofSeconds(seconds)), rests);
    }

    @Test
    void aWishBeyondTheTimeEndsIt() throws InterruptedException {
        relay.list(Neighbour.page("one", A));
        relay.listAfter("one", Neighbour.reply(429, "", Map.of("Retry-After", "86400")));
        nanos = Duration.ofMinutes(55).toNanos();
        assertEquals("status 429, and the time is up", read().brokenOff());
    }

    @Test
    void aRelayThatFailsForNowIsAskedAgainMoreAndMoreSlowly() throws InterruptedException {
        relay.list(
                Neighbour.reply(500, "x"), Neighbour.reply(502, ""), Neighbour.reply(429, ""), Neighbour.page(null, A));
        assertNull(read().brokenOff());
        assertEquals(List.of(Duration.ofSeconds(2), Duration.ofSeconds(4), Duration.ofSeconds(8)), rests);
    }

    @Test
    void aRelayThatFailsForeverIsLeftWithWhatItHasTold() throws InterruptedException {
        relay.list(Neighbour.page("one", A));
        relay.listAfter("one", Neighbour.reply(500, "x"));
        Listing listing = read();
        assertEquals("status 500", listing.brokenOff());
        assertEquals(1, listing.hosts().size());
        assertEquals(5, relay.requests().size());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "200; <html>; no JSON",
                "200; ''; no JSON",
                "200; {} {}; no JSON",
                "200; []; no list of hosts",
                "200; {\"hosts\":{}}; no list of hosts",
                "404; ''; status 404",
                "501; ''; status 501",
                "403; ''; status 403"
            })
    void whatIsNoListIsNotAskedForAgain(int status, String body, String brokenOff) throws InterruptedException {
        relay.list(Neighbour.reply(status, body));
        assertEquals(brokenOff, read().brokenOff());
        assertEquals(1, relay.requests().size());
    }

    @Test
    void aPageWithoutEndIsNotTaken() throws InterruptedException {
        relay.list(Neighbour.endless());
        assertEquals("body_too_large", read().brokenOff());
    }

    @Test
    void aRedirectIsNotFollowed() throws InterruptedException {
        try (Neighbour other = new Neighbour()) {
            relay.list(Neighbour.reply(302, "", Map.of("Location", other.url() + "/")));
            assertEquals("status 302", read().brokenOff());
            assertEquals(List.of(), other.requests());
        }
    }

    @Test
    void aCursorThatIsNoneIsNotAskedFor() throws InterruptedException {
        relay.list(Neighbour.page("x".repeat(1_025), A));
        assertEquals("no list of hosts", read().brokenOff());
    }

    /// The hour of the pull begins before `nanos`.
    private Listing read() throws InterruptedException {
        long now = nanos;
        nanos = 0;
        Timetable timetable = new Timetable(LIMITS.timeMax(), () -> nanos, rest -> {
            rests.add(rest);
            nanos += rest.toNanos();
        });
        nanos = now;
        IdentityConfig config = PullHostsCommand.config(true);
        try (RelayHosts hosts =
                new RelayHosts(relay.url(), config, new SimpleMeterRegistry(), InstantSource.system())) {
            return new ListReader(hosts, LIMITS, timetable).read();
        }
    }
}
