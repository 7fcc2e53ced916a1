package net.atrelay.fanout.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import net.atrelay.fanout.http.ClientRate.Grant;
import org.junit.jupiter.api.Test;

class ClientRateTest {
    private static final long SECOND = 1_000_000_000L;
    private static final InetAddress ONE = InetAddress.ofLiteral("192.0.2.1");
    private static final InetAddress TWO = InetAddress.ofLiteral("192.0.2.2");

    private final ClientRate rate = new ClientRate(10, Duration.ofSeconds(100), 1_000);

    @Test
    void anAllowanceIsUsedUpAndFillsUpEvenly() {
        long now = -5 * SECOND; // such clocks may stand anywhere
        for (int left = 9; left >= 0; left--) {
            Grant grant = rate.take(ONE, now);
            assertTrue(grant.allowed());
            assertEquals(left, grant.remaining());
            assertEquals((10 - left) * 10L, grant.fullInSeconds());
        }
        Grant refused = rate.take(ONE, now);
        assertFalse(refused.allowed());
        assertEquals(0, refused.remaining());
        assertEquals(10, refused.retryAfterSeconds());
        assertEquals(4, rate.take(ONE, now + 6 * SECOND).retryAfterSeconds());
        assertTrue(rate.take(ONE, now + 10 * SECOND).allowed());
        assertFalse(rate.take(ONE, now + 10 * SECOND).allowed());
        assertEquals(9, rate.take(ONE, now + 500 * SECOND).remaining());
    }

    @Test
    void eachClientHasItsOwn() {
        for (int i = 0; i < 10; i++) {
            assertTrue(rate.take(ONE, 0).allowed());
        }
        assertFalse(rate.take(ONE, 0).allowed());
        assertTrue(rate.take(TWO, 0).allowed());
    }

    @Test
    void lookingTakesNothing() {
        assertEquals(10, rate.look(ONE, 0).remaining());
        for (int i = 0; i < 10; i++) {
            assertTrue(rate.look(ONE, 0).allowed());
            assertTrue(rate.take(ONE, 0).allowed());
        }
        assertFalse(rate.look(ONE, 0).allowed());
        assertEquals(10, rate.look(ONE, 0).retryAfterSeconds());
        assertTrue(rate.look(TWO, 0).allowed());
        assertTrue(rate.look(ONE, 10 * SECOND).allowed());
    }

    @Test
    void theAddressesOfOneSixtyFourAreOneClient() {
        assertEquals(9, rate.take(InetAddress.ofLiteral("2001:db8:0:1::1"), 0).remaining());
        assertEquals(
                8, rate.take(InetAddress.ofLiteral("2001:db8:0:1:ffff::9"), 0).remaining());
        assertEquals(9, rate.take(InetAddress.ofLiteral("2001:db8:0:2::1"), 0).remaining());
        assertEquals(9, rate.take(InetAddress.ofLiteral("::1"), 0).remaining());
        assertEquals(9, rate.take(InetAddress.ofLiteral("0.0.0.1"), 0).remaining());
    }

    @Test
    void answersTellHowTheAllowanceStands() throws IOException {
        try (Bench bench = new Bench()) {
            bench.rates = Bench.rates(3, 1);
            long before = java.time.Instant.now().getEpochSecond();

            Client.Response first = bench.get(Bench.LIST_HOSTS);

            assertEquals("3", first.header("RateLimit-Limit"));
            assertEquals("2", first.header("RateLimit-Remaining"));
            assertEquals("3;w=300", first.header("RateLimit-Policy"));
            assertTrue(Long.parseLong(first.header("RateLimit-Reset")) >= before + 99);
            assertEquals("1", bench.get(Bench.LIST_HOSTS + "?limit=0").header("RateLimit-Remaining"));
            assertEquals("0", bench.get(Bench.STATUS_OF_ALICE).header("RateLimit-Remaining"));

            Client.Response refused = bench.get(Bench.LIST_HOSTS);
            assertEquals(429, refused.status());
            assertTrue(refused.body().startsWith("{\"error\":\"RateLimitExceeded\""));
            assertTrue(Long.parseLong(refused.header("Retry-After")) >= 1);
            assertEquals("0", refused.header("RateLimit-Remaining"));
            assertEquals(1, bench.count("relay_fanout_http_rate_limited_total", "kind", "QUERY"));
        }
    }

    @Test
    void crawlRequestsAreCountedByThemselvesAndPagesNotAtAll() throws IOException {
        try (Bench bench = new Bench()) {
            bench.rates = Bench.rates(1, 1);
            String body = "{\"hostname\":\"pds.example.com\"}";
            try (Client client = bench.client()) {
                assertEquals(200, client.post(Bench.CRAWL, body).read().status());
                assertEquals(429, client.post(Bench.CRAWL, body).read().status());
                assertEquals(200, client.ask("GET " + Bench.LIST_HOSTS).read().status());
                assertEquals(429, client.ask("GET " + Bench.LIST_HOSTS).read().status());
                for (int i = 0; i < 5; i++) {
                    assertEquals(200, client.ask("GET /_health").read().status());
                    assertEquals(
                            426,
                            client.ask("GET /xrpc/com.atproto.sync.subscribeRepos")
                                    .read()
                                    .status());
                }
            }
            assertEquals(1, bench.count("relay_fanout_http_rate_limited_total", "kind", "CRAWL"));
        }
    }

    @Test
    void aForwardedAddressCountsOnlyBehindATrustedProxy() throws IOException {
        try (Bench bench = new Bench()) {
            bench.rates = Bench.rates(1, 1);
            assertEquals(
                    200,
                    bench.get(Bench.LIST_HOSTS, "X-Forwarded-For: 192.0.2.1").status());
            assertEquals(
                    429,
                    bench.get(Bench.LIST_HOSTS, "X-Forwarded-For: 192.0.2.2").status());
        }
        try (Bench bench = new Bench()) {
            bench.rates = Bench.rates(1, 1, "127.0.0.0/8", "::1");
            assertEquals(
                    200,
                    bench.get(Bench.LIST_HOSTS, "X-Forwarded-For: 192.0.2.1").status());
            assertEquals(
                    200,
                    bench.get(Bench.LIST_HOSTS, "X-Forwarded-For: 192.0.2.2").status());
            assertEquals(
                    429,
                    bench.get(Bench.LIST_HOSTS, "X-Forwarded-For: 192.0.2.2").status());
        }
    }
}
