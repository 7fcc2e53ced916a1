package net.atrelay.fanout.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import net.atrelay.store.bus.CrawlAnswer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CrawlQueryTest {
    private final List<String> asked = new ArrayList<>();

    private Answer crawl(String body, CrawlAnswer answer) {
        CrawlQuery query = new CrawlQuery(hostname -> {
            asked.add(hostname);
            return CompletableFuture.completedStage(answer);
        });
        return query.requestCrawl(body.getBytes(StandardCharsets.UTF_8))
                .toCompletableFuture()
                .join();
    }

    @Test
    void anAcceptedHostIsAnsweredWithNothing() {
        Answer answer = crawl(
                "{\"hostname\": \"pds.example.com\", \"extra\": [1]}", new CrawlAnswer.Accepted("pds.example.com"));
        assertEquals(new Answer.Empty(), answer);
        assertEquals(List.of("pds.example.com"), asked);
    }

    @ParameterizedTest
    @CsvSource({
        "InvalidRequest,      INVALID_REQUEST,       400",
        "HostBanned,          HOST_BANNED,           400",
        "HostNotFound,        HOST_UNREACHABLE,      400",
        "RateLimitExceeded,   RATE_LIMIT_EXCEEDED,   429",
        "Forbidden,           FORBIDDEN,             403",
        "InternalServerError, INTERNAL_SERVER_ERROR, 500",
        "SomethingElse,       INTERNAL_SERVER_ERROR, 500"
    })
    void aRefusalKeepsItsNameAndGetsItsStatus(String name, XrpcError error, int status) {
        Answer answer = crawl("{\"hostname\":\"a.example.com\"}", new CrawlAnswer.Refused(name, "why", 30));

        Asked.refuses(error, answer);
        assertEquals(status, error.status());
        assertEquals(30, assertInstanceOf(Answer.Refused.class, answer).retryAfterSeconds());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "[]",
                "null",
                "\"pds.example.com\"",
                "{\"hostname\":null}",
                "{\"hostname\":7}",
                "{\"hostname\":\"a.example.com\"",
                "{\"hostname\":\"a.example.com\"} {}",
                "{\"hostname\":\"a.example.com\",\"hostname\":\"b.example.com\"}",
                "hostname=pds.example.com",
                "{\"hostname\":\"\uD800\"]"
            })
    void aBodyWithoutAHostnameIsRefusedAndAsksNobody(String body) {
        Asked.refuses(XrpcError.INVALID_REQUEST, crawl(body, new CrawlAnswer.Accepted("x")));
        assertEquals(List.of(), asked);
    }

    @Test
    void aDeeplyNestedBodyIsRefused() {
        Asked.refuses(XrpcError.INVALID_REQUEST, crawl("[".repeat(8_000), new CrawlAnswer.Accepted("x")));
    }
}
