package net.atrelay.verify.identity;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.InstantSource;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import net.atrelay.atproto.host.Hostname;
import net.atrelay.atproto.syntax.Did;
import net.atrelay.verify.HttpCall;
import net.atrelay.verify.HttpLane;
import net.atrelay.verify.ListingConfig;
import net.atrelay.verify.Share;
import net.atrelay.verify.VerifyMetrics;
import net.atrelay.verify.core.HostStatusAnswer;
import net.atrelay.verify.embedded.HostStatuses;
import net.atrelay.verify.identity.http.ClientFactory;
import net.atrelay.verify.identity.http.Fetched;
import net.atrelay.verify.identity.http.GuardedClient;
import net.atrelay.verify.identity.http.Lanes;
import net.atrelay.verify.identity.http.NameLookup;
import net.atrelay.verify.identity.http.RequestClock;
import net.atrelay.verify.identity.http.Target;
import net.atrelay.verify.listing.RepoLists;
import net.atrelay.verify.listing.RepoPage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks hosts for the status of their accounts, for lists of these and for what they are (protocol reference §7.6).
/// Any thread.
public final class HostApi implements HostStatuses, RepoLists, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(HostApi.class);

    private static final String ACCEPT = "application/json";
    private static final String DESCRIBE_SERVER = "/xrpc/com.atproto.server.describeServer";
    private static final String REPO_STATUS = "/xrpc/com.atproto.sync.getRepoStatus?did=";
    private static final String LIST_REPOS = "/xrpc/com.atproto.sync.listRepos?limit=" + ListingConfig.PAGE_REPOS;
    private static final int STATUS_CHARS_MAX = 64;

    private final IdentityConfig config;
    private final RequestClock clock;
    private final Lanes lanes;
    private final GuardedClient client;

    HostApi(IdentityConfig config, VerifyMetrics metrics, RequestClock clock, NameLookup names) {
        this.config = config;
        this.clock = clock;
        lanes = new Lanes("host", config.hosts(), null, clock);
        client = new ClientFactory(config.http(), config.development(), config.userAgent(), names, clock, metrics)
                .forStrangers(config.hosts(), config.hostTimeout());
        lanes.watchedBy(metrics, HttpLane.HOSTS);
    }

    public static HostApi start(IdentityConfig config, VerifyMetrics metrics, InstantSource clock) {
        return new HostApi(config, metrics, RequestClock.ofSystem(clock), NameLookup.SYSTEM);
    }

    /// From now on so much of the configured counts is for this process.
    public void shareIs(Share share) {
        lanes.shareIs(share);
    }

    @Override
    public CompletionStage<HostStatusAnswer> ask(Did did, String host) {
        HostStatusAnswer failed = new HostStatusAnswer.Failed();
        if (!(Hostname.parse(host, config.devMode()) instanceof Hostname.Ok server)) {
            return CompletableFuture.completedStage(failed);
        }
        Target target = Target.of(server, REPO_STATUS + Target.encoded(did.value()));
        return queued(server, () -> status(fetch(HttpCall.HOST_STATUS, target), did), failed);
    }

    @Override
    public CompletionStage<RepoPage> page(String host, @Nullable String cursor) {
        if (!(Hostname.parse(host, config.devMode()) instanceof Hostname.Ok server)) {
            return CompletableFuture.completedStage(new RepoPage.Failed("not a hostname", false));
        }
        String after = cursor == null ? "" : "&cursor=" + Target.encoded(cursor);
        Target target = Target.of(server, LIST_REPOS + after);
        return queued(
                server,
                () -> RepoPages.of(fetch(HttpCall.REPO_LIST, target)),
                new RepoPage.Failed("too many requests wait", false));
    }

    /// What the name turns out to be. Never blocks and never completes exceptionally.
    ///
    /// @param hostname with a port only in development
    /// @param tls false only for development hosts
    public CompletionStage<ServerAnswer> describeServer(String hostname, boolean tls) {
        String url = (tls ? "https://" : "http://") + hostname;
        return switch (Hostname.parse(url, config.devMode())) {
            case Hostname.Refused(var reason) ->
                CompletableFuture.completedStage(
                        new ServerAnswer.Failed(reason.name().toLowerCase(Locale.ROOT)));
            case Hostname.Ok server -> {
                Target target = Target.of(server, DESCRIBE_SERVER);
                yield queued(
                        server,
                        () -> description(fetch(HttpCall.SERVER, target)),
                        new ServerAnswer.Failed("too many requests wait"));
            }
        };
    }

    /// Breaks off what is under way; what waits fails.
    @Override
    public void close() {
        client.close();
        lanes.close();
        clock.close();
    }

    /// @param failed the answer when there is no room, or a fault
    private <A> CompletionStage<A> queued(Hostname.Ok server, Supplier<A> question, A failed) {
        CompletableFuture<A> answer = new CompletableFuture<>();
        lanes.offer(
                server.authority(),
                () -> {
                    try {
                        answer.complete(question.get());
                    } catch (RuntimeException e) {
                        log.error("fault while asking a host", e);
                        answer.complete(failed);
                    }
                },
                () -> answer.complete(failed));
        return answer;
    }

    private Fetched fetch(HttpCall call, Target target) {
        return client.fetch(call, target, ACCEPT, config.hostTimeout());
    }

    static HostStatusAnswer status(Fetched fetched, Did did) {
        if (!(fetched instanceof Fetched.Answered answered)
                || !(JsonBody.read(answered.body()) instanceof JsonBody.Value(JsonNode body))) {
            return new HostStatusAnswer.Failed();
        }
        return switch (answered.status()) {
            case 200 -> stated(body, did);
            case 400, 404 ->
                "RepoNotFound".equals(JsonBody.text(body, "error"))
                        ? new HostStatusAnswer.NotFound()
                        : new HostStatusAnswer.Failed();
            default -> new HostStatusAnswer.Failed();
        };
    }

    /// Words that are not in the lexicon are kept: what they mean is for the reader to say (lexicon:
    /// com.atproto.sync.getRepoStatus, `knownValues`).
    private static HostStatusAnswer stated(JsonNode body, Did did) {
        JsonNode active = body.get("active");
        String status = JsonBody.text(body, "status");
        boolean understood = active != null
                && active.isBoolean()
                && did.value().equals(JsonBody.text(body, "did"))
                && (status == null || status.length() <= STATUS_CHARS_MAX);
        return understood ? new HostStatusAnswer.Stated(active.booleanValue(), status) : new HostStatusAnswer.Failed();
    }

    static ServerAnswer description(Fetched fetched) {
        return switch (fetched) {
            case Fetched.Broken(var outcome) -> new ServerAnswer.Failed(outcome.label());
            case Fetched.Answered answered -> {
                String server = answered.server();
                if (server != null && server.toLowerCase(Locale.ROOT).contains(IdentityConfig.RELAY_TOKEN)) {
                    yield new ServerAnswer.Relay();
                }
                boolean isHost = answered.status() == 200
                        && JsonBody.read(answered.body()) instanceof JsonBody.Value(JsonNode body)
                        && body.isObject();
                yield isHost ? new ServerAnswer.Host() : new ServerAnswer.Failed("status " + answered.status());
            }
        };
    }
}
