package net.atrelay.fanout.http;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import net.atrelay.fanout.Endpoint;
import net.atrelay.fanout.admin.AdminRoute;
import net.atrelay.fanout.http.Decision.Ready;
import net.atrelay.fanout.http.Decision.Work;
import net.atrelay.fanout.query.Answer;
import net.atrelay.fanout.query.HealthQuery;
import net.atrelay.fanout.query.XrpcError;

/// What the operator is served: metrics and health for whoever reaches the listener, administration for those with
/// a token. Any thread.
final class OperatorSite implements Site {
    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";
    private static final Reply UNKNOWN =
            Reply.refusal(XrpcError.NO_SUCH_PATH, "nothing is served at this path; try /metrics");

    private final Supplier<String> metricsText;
    private final BooleanSupplier healthy;
    private final AdminSite admin;

    OperatorSite(Supplier<String> metricsText, BooleanSupplier healthy, AdminSite admin) {
        this.metricsText = metricsText;
        this.healthy = healthy;
        this.admin = admin;
    }

    @Override
    public Decision decide(Call call) {
        if (call.path().startsWith(AdminRoute.PREFIX)) {
            return admin.decide(call);
        }
        Endpoint endpoint = Endpoint.at(call.path());
        if (endpoint != Endpoint.METRICS && endpoint != Endpoint.HEALTH) {
            return new Ready(Endpoint.OTHER, UNKNOWN);
        }
        if (!isRead(call)) {
            return new Ready(endpoint, PublicSite.methodNotAllowed("GET, HEAD"));
        }
        return endpoint == Endpoint.METRICS
                ? new Work(endpoint, List.of(), () -> CompletableFuture.completedStage(metrics()))
                : new Ready(endpoint, Reply.of(HealthQuery.health(healthy.getAsBoolean())));
    }

    @Override
    public List<Reply.Header> headers() {
        return List.of();
    }

    private Answer metrics() {
        return new Answer.Text(PROMETHEUS, metricsText.get());
    }

    private static boolean isRead(Call call) {
        String method = call.method().name();
        return method.equals("GET") || method.equals("HEAD");
    }
}
