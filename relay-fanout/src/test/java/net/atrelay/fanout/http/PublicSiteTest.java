package net.atrelay.fanout.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import net.atrelay.store.bus.CrawlAnswer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PublicSiteTest {
    private final Bench bench = new Bench();

    @AfterEach
    void close() {
        bench.close();
    }

    private static JsonNode json(Client.Response response) throws IOException {
        assertEquals("application/json", response.header("Content-Type"));
        return new ObjectMapper().readTree(response.body());
    }

    private static void refused(int status, String error, Client.Response response) throws IOException {
        assertEquals(status, response.status());
        assertEquals(error, json(response).get("error").textValue());
        assertTrue(json(response).get("message").textValue().length() > 5);
    }

    @Test
    void everyQueryIsServedAtItsPath() throws IOException {
        assertEquals(1, json(bench.get(Bench.LIST_HOSTS)).get("hosts").size());
        assertTrue(json(bench.get("/xrpc/com.atproto.sync.getHostStatus?hostname=pds.example.com"))
                .has("accountCount"));
        assertEquals(
                1,
                json(bench.get("/xrpc/com.atproto.sync.listRepos")).get("repos").size());
        assertTrue(json(bench.get(Bench.STATUS_OF_ALICE)).get("active").booleanValue());
        assertTrue(json(bench.get("/xrpc/com.atproto.sync.getLatestCommit?did=" + Bench.ALICE))
                .has("cid"));
    }

    @Test
    void getRepoRedirectsWithTheSameTarget() throws IOException {
        String target = "/xrpc/com.atproto.sync.getRepo?did=did%3Aplc%3Aaaaaaaaaaaaaaaaaaaaaaaaa&x=%20y";
        Client.Response response = bench.get(target);
        assertEquals(302, response.status());
        assertEquals("https://pds.example.com" + target, response.header("Location"));
        assertEquals("0", response.header("Content-Length"));
    }

    @Test
    void accountsAreFoundByCollection() throws IOException {
        bench.collections.add("a.b.c", Bench.ALICE);
        assertEquals(
                "{\"repos\":[{\"did\":\"" + Bench.ALICE + "\"}]}",
                bench.get("/xrpc/com.atproto.sync.listReposByCollection?collection=a.b.c")
                        .body());
    }

    @Test
    void aTargetInAbsoluteFormIsUnderstood() throws IOException {
        Client.Response response =
                bench.get("http://relay.example.com/xrpc/com.atproto.sync.getRepo?did=" + Bench.ALICE);
        assertEquals(
                "https://pds.example.com/xrpc/com.atproto.sync.getRepo?did=" + Bench.ALICE,
                response.header("Location"));
    }

    @ParameterizedTest
    @CsvSource({
        "/xrpc/com.atproto.sync.getRepoStatus?did=did:web:nobody.example.com,   404, RepoNotFound",
        "/xrpc/com.atproto.sync.getLatestCommit?did=did:web:nobody.example.com, 404, RepoNotFound",
        "/xrpc/com.atproto.sync.getRepo?did=did:web:nobody.example.com,         404, RepoNotFound",
        "/xrpc/com.atproto.sync.getHostStatus?hostname=nobody.example.com,      404, HostNotFound",
        "/xrpc/com.atproto.sync.getRepoStatus,                                  400, InvalidRequest",
        "/xrpc/com.atproto.sync.getRepoStatus?did=%zz,                          400, InvalidRequest",
        "/xrpc/com.atproto.sync.listHosts?limit=0,                              400, InvalidRequest",
        "/xrpc/com.atproto.sync.listRepos?limit=1001,                           400, InvalidRequest",
        "/xrpc/com.atproto.sync.listReposByCollection?collection=a,             400, InvalidRequest",
        "/xrpc/com.atproto.sync.listReposByCollection?collection=a.b.c&limit=0, 400, InvalidRequest",
        "/xrpc/com.atproto.sync.getBlocks,                                      501, MethodNotImplemented",
        "/xrpc/nonsense,                                                        404, XRPCNotSupported",
        "/xrpc/com.atproto.sync.listHosts/,                                     404, XRPCNotSupported",
        "/metrics,                                                              404, XRPCNotSupported",
        "/admin,                                                                404, XRPCNotSupported"
    })
    void everyRefusalIsAnXrpcErrorInJson(String target, int status, String error) throws IOException {
        refused(status, error, bench.get(target));
    }

    @Test
    void everyAnswerNamesTheServerAndMayBeReadByAnyPage() throws IOException {
        for (String target : List.of("/", Bench.LIST_HOSTS, "/nowhere", "/_health")) {
            Client.Response response = bench.get(target);
            assertEquals("atrelay/1.2.3 (atproto-relay)", response.header("Server"));
            assertEquals("*", response.header("Access-Control-Allow-Origin"));
            assertTrue(response.header("Access-Control-Expose-Headers").contains("RateLimit-Reset"));
            assertTrue(response.header("Date").endsWith("GMT"));
        }
    }

    @Test
    void theBannerNamesTheFirehose() throws IOException {
        Client.Response response = bench.get("/");
        assertEquals(200, response.status());
        assertEquals("text/plain; charset=utf-8", response.header("Content-Type"));
        assertTrue(response.body().contains("/xrpc/com.atproto.sync.subscribeRepos"));
    }

    @Test
    void robotsAreWelcome() throws IOException {
        assertEquals("User-agent: *\nAllow: /\n", bench.get("/robots.txt").body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/_health", "/xrpc/_health"})
    void healthTellsWhetherTheRelayCanServe(String path) throws IOException {
        assertEquals("{\"status\":\"ok\"}", bench.get(path).body());
        bench.healthy = false;
        refused(503, "NotEnoughResources", bench.get(path));
    }

    @ParameterizedTest
    @ValueSource(strings = {Bench.LIST_HOSTS, "/", "/_health", Bench.STATUS_OF_ALICE, "/nowhere"})
    void headIsGetWithoutABody(String target) throws IOException {
        try (Client client = bench.client()) {
            Client.Response get = client.ask("GET " + target).read();
            Client.Response head = client.ask("HEAD " + target).read(true);
            assertEquals(get.status(), head.status());
            assertEquals(get.header("Content-Length"), head.header("Content-Length"));
            assertEquals(get.header("Content-Type"), head.header("Content-Type"));
            assertEquals(200, client.ask("GET /").read().status(), "the next answer starts right behind the headers");
        }
    }

    @Test
    void preflightAllowsWhatIsServed() throws IOException {
        try (Client client = bench.client()) {
            Client.Response response = client.ask(
                            "OPTIONS " + Bench.CRAWL,
                            "Origin: https://app.example.com",
                            "Access-Control-Request-Method: POST",
                            "Access-Control-Request-Headers: content-type")
                    .read();
            assertEquals(204, response.status());
            assertEquals("(none)", response.header("Content-Length"));
            assertEquals("*", response.header("Access-Control-Allow-Origin"));
            assertEquals("*", response.header("Access-Control-Allow-Headers"));
            assertTrue(response.header("Access-Control-Allow-Methods").contains("POST"));
            assertEquals(204, client.ask("OPTIONS *").read().status());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "POST,   /xrpc/com.atproto.sync.listHosts,      'GET, HEAD, OPTIONS'",
        "DELETE, /xrpc/com.atproto.sync.getRepo,        'GET, HEAD, OPTIONS'",
        "POST,   /,                                     'GET, HEAD, OPTIONS'",
        "PUT,    /_health,                              'GET, HEAD, OPTIONS'",
        "GET,    /xrpc/com.atproto.sync.requestCrawl,   'POST, OPTIONS'",
        "POST,   /xrpc/com.atproto.sync.subscribeRepos, 'GET, OPTIONS'"
    })
    void theWrongMethodIsRefusedAndTheRightOnesAreNamed(String method, String path, String allow) throws IOException {
        try (Client client = bench.client()) {
            Client.Response response = client.ask(method + " " + path).read();
            refused(405, "InvalidRequest", response);
            assertEquals(allow, response.header("Allow"));
        }
    }

    @Test
    void aCrawlRequestGoesToIngestAndIsAnsweredWithNothing() throws IOException {
        List<String> asked = new ArrayList<>();
        bench.crawls = name -> {
            asked.add(name);
            return CompletableFuture.completedStage(new CrawlAnswer.Accepted(name));
        };
        try (Client client = bench.client()) {
            Client.Response response = client.post(
                            Bench.CRAWL, "{\"hostname\":\"pds.example.com\"}", "Content-Type: application/json")
                    .read();
            assertEquals(200, response.status());
            assertEquals("", response.body());
            assertEquals(List.of("pds.example.com"), asked);
        }
    }

    @Test
    void aRefusedCrawlRequestTellsWhenToComeAgain() throws IOException {
        bench.crawls = _ ->
                CompletableFuture.completedStage(new CrawlAnswer.Refused("RateLimitExceeded", "too many today", 77));
        try (Client client = bench.client()) {
            Client.Response response = client.post(Bench.CRAWL, "{\"hostname\":\"pds.example.com\"}")
                    .read();
            refused(429, "RateLimitExceeded", response);
            assertEquals("77", response.header("Retry-After"));
        }
    }

    @Test
    void aCrawlRequestThatIsNotJsonIsRefused() throws IOException {
        try (Client client = bench.client()) {
            refused(
                    415,
                    "UnsupportedMediaType",
                    client.post(Bench.CRAWL, "hostname=x", "Content-Type: text/plain")
                            .read());
            refused(
                    400,
                    "InvalidRequest",
                    client.post(Bench.CRAWL, "{}", "Content-Type: Application/JSON; charset=utf-8")
                            .read());
        }
    }

    @Test
    void requestsAreCountedByEndpointAndStatus() throws IOException {
        bench.get(Bench.LIST_HOSTS);
        bench.get(Bench.LIST_HOSTS + "?limit=0");
        bench.get("/nowhere");
        String name = "relay_fanout_http_requests_total";
        assertEquals(
                1,
                bench.registry
                        .get(name)
                        .tags("endpoint", "LIST_HOSTS", "status", "2xx")
                        .counter()
                        .count());
        assertEquals(
                1,
                bench.registry
                        .get(name)
                        .tags("endpoint", "LIST_HOSTS", "status", "4xx")
                        .counter()
                        .count());
        assertEquals(
                1,
                bench.registry
                        .get(name)
                        .tags("endpoint", "OTHER", "status", "4xx")
                        .counter()
                        .count());
        assertEquals(
                2,
                bench.registry
                        .get("relay_fanout_http_request_seconds")
                        .tag("endpoint", "LIST_HOSTS")
                        .timer()
                        .count());
    }
}
