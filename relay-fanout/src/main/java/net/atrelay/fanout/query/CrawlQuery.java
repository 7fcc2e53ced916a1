package net.atrelay.fanout.query;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import net.atrelay.fanout.query.Answer.Empty;
import net.atrelay.fanout.query.Answer.Refused;
import net.atrelay.store.bus.CrawlAnswer;
import net.atrelay.store.bus.CrawlRequests;
import org.jspecify.annotations.Nullable;

/// `com.atproto.sync.requestCrawl`: hands a hostname to ingest and words what became of it (protocol reference
/// §7.3).
public final class CrawlQuery {
    private static final ObjectReader READER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .reader()
            .with(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

    private static final Refused NOT_JSON = new Refused(
            XrpcError.INVALID_REQUEST, "the body is expected to be a JSON object with a text named hostname");

    private final CrawlRequests crawls;

    public CrawlQuery(CrawlRequests crawls) {
        this.crawls = crawls;
    }

    /// @param body JSON as it came, of bounded size
    /// @return completes once ingest has decided, which may take a probe of the host
    public CompletionStage<Answer> requestCrawl(byte[] body) {
        String hostname = hostnameIn(body);
        return hostname == null
                ? CompletableFuture.completedStage(NOT_JSON)
                : crawls.requestCrawl(hostname).thenApply(CrawlQuery::answerOf);
    }

    private static @Nullable String hostnameIn(byte[] body) {
        try {
            JsonNode hostname = READER.readTree(body).get("hostname");
            return hostname == null || !hostname.isTextual() ? null : hostname.textValue();
        } catch (IOException _) {
            return null;
        }
    }

    private static Answer answerOf(CrawlAnswer answer) {
        return switch (answer) {
            case CrawlAnswer.Accepted _ -> new Empty();
            case CrawlAnswer.Refused refused -> refusalOf(refused);
        };
    }

    /// What ingest refused, in the words of HTTP.
    public static Refused refusalOf(CrawlAnswer.Refused refused) {
        return new Refused(errorNamed(refused.error()), refused.message(), refused.retryAfterSeconds());
    }

    private static XrpcError errorNamed(String name) {
        return switch (name) {
            case "InvalidRequest" -> XrpcError.INVALID_REQUEST;
            case "HostBanned" -> XrpcError.HOST_BANNED;
            case "HostNotFound" -> XrpcError.HOST_UNREACHABLE;
            case "RateLimitExceeded" -> XrpcError.RATE_LIMIT_EXCEEDED;
            case "Forbidden" -> XrpcError.FORBIDDEN;
            default -> XrpcError.INTERNAL_SERVER_ERROR;
        };
    }
}
