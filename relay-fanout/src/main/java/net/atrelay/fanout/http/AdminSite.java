package net.atrelay.fanout.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import net.atrelay.fanout.Endpoint;
import net.atrelay.fanout.Endpoint.Use;
import net.atrelay.fanout.QueryMetrics;
import net.atrelay.fanout.admin.AdminApi;
import net.atrelay.fanout.admin.AdminCall;
import net.atrelay.fanout.admin.AdminConfig;
import net.atrelay.fanout.admin.AdminRoute;
import net.atrelay.fanout.http.Decision.Ready;
import net.atrelay.fanout.http.Decision.Work;
import net.atrelay.fanout.http.Reply.Header;
import net.atrelay.fanout.query.Answer;
import net.atrelay.fanout.query.Arguments;
import net.atrelay.fanout.query.XrpcError;

/// The routes of administration on the operator's listener: which one a request is for, whether its form fits, and
/// whether its client has failed too often. Any thread.
final class AdminSite {
    private static final List<Header> NOT_KEPT = List.of(new Header("Cache-Control", "no-store"));
    private static final Reply UNKNOWN =
            Reply.refusal(XrpcError.NO_SUCH_PATH, "there is no such route of administration");
    /// A browser that knows a password sends it along with whatever a strange page asks for.
    private static final Reply FROM_A_PAGE =
            Reply.refusal(XrpcError.FORBIDDEN, "changes are not taken from web pages (header Origin)");

    private final AdminApi api;
    private final QueryMetrics metrics;
    private final ClientRate failures;

    /// @param clientsMax clients whose failures are remembered
    AdminSite(AdminApi api, int clientsMax, QueryMetrics metrics) {
        this.api = api;
        this.metrics = metrics;
        AdminConfig config = api.config();
        failures = new ClientRate(config.failuresMax(), config.failureWindow(), clientsMax);
    }

    Decision decide(Call call) {
        AdminRoute route = AdminRoute.at(call.path());
        if (route == null) {
            return new Ready(Endpoint.ADMIN, UNKNOWN);
        }
        if (!route.allows(call.method().name())) {
            return new Ready(Endpoint.ADMIN, PublicSite.methodNotAllowed(route.allow()));
        }
        Arguments arguments = PublicSite.argumentsOf(call.target());
        if (arguments == null) {
            return new Ready(Endpoint.ADMIN, PublicSite.BAD_QUERY);
        }
        if (!route.isRead() && call.headers().contains(HttpHeaderNames.ORIGIN)) {
            return new Ready(Endpoint.ADMIN, FROM_A_PAGE);
        }
        if (call.body().length > 0 && !PublicSite.isJson(call.headers().get(HttpHeaderNames.CONTENT_TYPE))) {
            return new Ready(Endpoint.ADMIN, PublicSite.NOT_JSON);
        }
        AdminCall asked = new AdminCall(
                route, arguments, call.body(), call.headers().get(HttpHeaderNames.AUTHORIZATION), call.client());
        return new Work(Endpoint.ADMIN, NOT_KEPT, () -> CompletableFuture.completedStage(answer(asked)));
    }

    /// Who has failed too often is not looked at for a while, whatever is shown.
    private Answer answer(AdminCall call) {
        InetAddress client = call.client();
        ClientRate.Grant grant = failures.look(client, System.nanoTime());
        if (!grant.allowed()) {
            metrics.rateLimited(Use.ADMIN);
            return new Answer.Refused(
                    XrpcError.RATE_LIMIT_EXCEEDED,
                    "too many attempts without a token that may",
                    grant.retryAfterSeconds());
        }
        Answer answer = api.answer(call);
        if (answer instanceof Answer.Refused refused && isFailure(refused.error())) {
            var _ = failures.take(client, System.nanoTime());
        }
        return answer;
    }

    private static boolean isFailure(XrpcError error) {
        return error == XrpcError.AUTHENTICATION_REQUIRED || error == XrpcError.FORBIDDEN;
    }
}
