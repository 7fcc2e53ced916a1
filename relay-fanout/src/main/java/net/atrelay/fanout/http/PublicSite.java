package net.atrelay.fanout.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import net.atrelay.atproto.syntax.Nsid;
import net.atrelay.fanout.Endpoint;
import net.atrelay.fanout.Endpoint.Use;
import net.atrelay.fanout.HttpConfig;
import net.atrelay.fanout.QueryMetrics;
import net.atrelay.fanout.http.Decision.Ready;
import net.atrelay.fanout.http.Decision.Work;
import net.atrelay.fanout.http.Reply.Header;
import net.atrelay.fanout.query.AccountQueries;
import net.atrelay.fanout.query.Answer;
import net.atrelay.fanout.query.Arguments;
import net.atrelay.fanout.query.CollectionQuery;
import net.atrelay.fanout.query.CrawlQuery;
import net.atrelay.fanout.query.HealthQuery;
import net.atrelay.fanout.query.HostQueries;
import net.atrelay.fanout.query.XrpcError;
import org.jspecify.annotations.Nullable;

/// What everybody is served: which query a request is, whether its method and its client's rate allow it, and
/// the few pages that need no query. Any thread.
final class PublicSite implements Site {
    private static final String XRPC = "/xrpc/";
    private static final int PARAMETERS_MAX = 64;

    /// Browsers may ask from any page, and may see the rate (protocol reference §7.1).
    private static final List<Header> CORS = List.of(
            new Header("Access-Control-Allow-Origin", "*"),
            new Header(
                    "Access-Control-Expose-Headers",
                    "RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset, RateLimit-Policy, Retry-After"));

    private static final Reply PREFLIGHT = Reply.noContent()
            .with("Access-Control-Allow-Methods", "GET, HEAD, POST, OPTIONS")
            .with("Access-Control-Allow-Headers", "*")
            .with("Access-Control-Max-Age", "86400");
    private static final Reply BANNER = Reply.of(new Answer.Text(Reply.PLAIN_TEXT, """
        This is atrelay, a relay of the AT Protocol.

        The firehose is at /xrpc/com.atproto.sync.subscribeRepos (WebSocket).
        What it speaks: https://atproto.com/specs/sync
        """));
    private static final Reply ROBOTS = Reply.of(new Answer.Text(Reply.PLAIN_TEXT, "User-agent: *\nAllow: /\n"));
    private static final Reply UNKNOWN_METHOD =
            Reply.refusal(XrpcError.METHOD_NOT_IMPLEMENTED, "this relay does not have this method");
    private static final Reply UNKNOWN_PATH = Reply.refusal(XrpcError.NO_SUCH_PATH, "nothing is served at this path");
    static final Reply BAD_QUERY = Reply.refusal(XrpcError.INVALID_REQUEST, "the query is not well percent-encoded");
    static final Reply NOT_JSON =
            Reply.refusal(XrpcError.UNSUPPORTED_MEDIA_TYPE, "the body is expected to be application/json");

    private final AccountQueries accounts;
    private final CollectionQuery collections;
    private final HostQueries hosts;
    private final CrawlQuery crawls;
    private final Sources sources;
    private final QueryMetrics metrics;
    private final StreamUpgrade upgrade;
    private final ClientRate queryRate;
    private final ClientRate crawlRate;
    private final InstantSource time;

    PublicSite(
            HttpConfig.Rates rates, Sources sources, QueryMetrics metrics, StreamUpgrade upgrade, InstantSource time) {
        this.sources = sources;
        this.metrics = metrics;
        this.upgrade = upgrade;
        this.time = time;
        accounts = new AccountQueries(sources.accounts());
        collections = new CollectionQuery(sources.collections());
        hosts = new HostQueries(sources.hosts());
        crawls = new CrawlQuery(sources.crawls());
        queryRate = new ClientRate(rates.queriesMax(), rates.window(), rates.addressesMax());
        crawlRate = new ClientRate(rates.crawlsMax(), rates.window(), rates.addressesMax());
    }

    @Override
    public List<Header> headers() {
        return CORS;
    }

    @Override
    public Decision decide(Call call) {
        Endpoint endpoint = Endpoint.at(call.path());
        String method = call.method().name();
        if (method.equals("OPTIONS")) {
            return new Ready(endpoint, PREFLIGHT);
        }
        if (endpoint == Endpoint.OTHER || endpoint == Endpoint.METRICS) {
            return new Ready(Endpoint.OTHER, unknown(call.path()));
        }
        if (!endpoint.use().allows(method)) {
            return new Ready(endpoint, methodNotAllowed(endpoint.use().allow()));
        }
        Arguments arguments = argumentsOf(call.target());
        if (arguments == null) {
            return new Ready(endpoint, BAD_QUERY);
        }
        return switch (endpoint.use()) {
            case STREAM -> StreamRequest.decide(call.headers(), arguments, upgrade);
            case PAGE -> new Ready(endpoint, page(endpoint));
            case ADMIN -> new Ready(Endpoint.OTHER, UNKNOWN_PATH);
            case QUERY, CRAWL -> limited(endpoint, call, arguments);
        };
    }

    static Reply methodNotAllowed(String allow) {
        return Reply.refusal(XrpcError.METHOD_NOT_ALLOWED, "the method does not fit; it may be " + allow)
                .with("Allow", allow);
    }

    private static Reply unknown(String path) {
        return path.startsWith(XRPC) && Nsid.isValid(path.substring(XRPC.length())) ? UNKNOWN_METHOD : UNKNOWN_PATH;
    }

    /// Null when the query is not well percent-encoded.
    static @Nullable Arguments argumentsOf(String target) {
        try {
            return new Arguments(
                    target,
                    new QueryStringDecoder(target, StandardCharsets.UTF_8, true, PARAMETERS_MAX, true).parameters());
        } catch (IllegalArgumentException _) {
            return null;
        }
    }

    private Reply page(Endpoint endpoint) {
        return switch (endpoint) {
            case HEALTH -> Reply.of(HealthQuery.health(sources.healthy().getAsBoolean()));
            case BANNER -> BANNER;
            case ROBOTS -> ROBOTS;
            default -> UNKNOWN_PATH;
        };
    }

    private Decision limited(Endpoint endpoint, Call call, Arguments arguments) {
        ClientRate rate = endpoint.use() == Use.CRAWL ? crawlRate : queryRate;
        ClientRate.Grant grant = rate.take(call.client(), System.nanoTime());
        List<Header> headers = grant.headers(time.instant().getEpochSecond());
        if (!grant.allowed()) {
            metrics.rateLimited(endpoint.use());
            Answer refused = new Answer.Refused(
                    XrpcError.RATE_LIMIT_EXCEEDED, "too many requests from this address", grant.retryAfterSeconds());
            return new Ready(endpoint, Reply.of(refused).with(headers));
        }
        if (endpoint.use() == Use.CRAWL && !isJson(call.headers().get(HttpHeaderNames.CONTENT_TYPE))) {
            return new Ready(endpoint, NOT_JSON.with(headers));
        }
        return new Work(endpoint, headers, workOf(endpoint, call, arguments));
    }

    /// @param contentType null when the client named none, which is let pass
    static boolean isJson(@Nullable String contentType) {
        if (contentType == null) {
            return true;
        }
        int parameters = contentType.indexOf(';');
        String type = parameters < 0 ? contentType : contentType.substring(0, parameters);
        return type.strip().toLowerCase(Locale.ROOT).equals("application/json");
    }

    private Supplier<CompletionStage<Answer>> workOf(Endpoint endpoint, Call call, Arguments arguments) {
        if (endpoint == Endpoint.REQUEST_CRAWL) {
            return () -> crawls.requestCrawl(call.body());
        }
        return () -> CompletableFuture.completedStage(query(endpoint, arguments));
    }

    private Answer query(Endpoint endpoint, Arguments arguments) {
        return switch (endpoint) {
            case LIST_HOSTS -> hosts.listHosts(arguments);
            case GET_HOST_STATUS -> hosts.getHostStatus(arguments);
            case LIST_REPOS -> accounts.listRepos(arguments);
            case LIST_REPOS_BY_COLLECTION -> collections.listReposByCollection(arguments);
            case GET_REPO_STATUS -> accounts.getRepoStatus(arguments);
            case GET_LATEST_COMMIT -> accounts.getLatestCommit(arguments);
            case GET_REPO -> accounts.getRepo(arguments);
            case SUBSCRIBE_REPOS, REQUEST_CRAWL, HEALTH, BANNER, ROBOTS, METRICS, ADMIN, OTHER ->
                throw new IllegalStateException("endpoint: " + endpoint + " (expected: a query)");
        };
    }
}
