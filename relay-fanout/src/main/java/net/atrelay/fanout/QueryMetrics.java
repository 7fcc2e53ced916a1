package net.atrelay.fanout;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.function.DoubleSupplier;
import java.util.function.IntSupplier;
import net.atrelay.fanout.Endpoint.Use;

/// What operators see of the HTTP listeners. No label names a client. Any thread.
public final class QueryMetrics {
    private static final String[] STATUS_CLASSES = {"1xx", "2xx", "3xx", "4xx", "5xx"};

    private final MeterRegistry registry;
    private final Counter[][] requests = new Counter[Endpoint.values().length][STATUS_CLASSES.length];
    private final Timer[] durations = new Timer[Endpoint.values().length];
    private final Counter[] rateLimited = new Counter[Use.values().length];
    private final Counter[] cuts = new Counter[HttpCut.values().length];
    private final Counter[] acceptPauses = new Counter[Listener.values().length];
    private final Counter faults;
    private final Counter queueFull;

    public QueryMetrics(MeterRegistry registry) {
        this.registry = registry;
        for (Endpoint endpoint : Endpoint.values()) {
            registerRequests(endpoint);
        }
        for (Use kind : Use.values()) {
            rateLimited[kind.ordinal()] =
                    counter("relay_fanout_http_rate_limited_total", "Requests over their client's rate", "kind", kind);
        }
        for (HttpCut reason : HttpCut.values()) {
            cuts[reason.ordinal()] =
                    counter("relay_fanout_http_cuts_total", "Connections closed without an answer", "reason", reason);
        }
        for (Listener listener : Listener.values()) {
            acceptPauses[listener.ordinal()] = counter(
                    "relay_fanout_http_accept_pauses_total", "Times that no socket was free", "listener", listener);
        }
        faults = Counter.builder("relay_fanout_http_faults_total")
                .description("Faults of this program in serving HTTP")
                .register(registry);
        queueFull = Counter.builder("relay_fanout_query_queue_refused_total")
                .description("Queries refused since too many waited")
                .register(registry);
    }

    /// A request was answered, or a stream begun (status 101).
    ///
    /// @param nanos from the request's last byte to the answer's first
    public void answered(Endpoint endpoint, int status, long nanos) {
        requests[endpoint.ordinal()][status / 100 - 1].increment();
        durations[endpoint.ordinal()].record(Duration.ofNanos(nanos));
    }

    public void rateLimited(Use kind) {
        rateLimited[kind.ordinal()].increment();
    }

    public void cut(HttpCut reason) {
        cuts[reason.ordinal()].increment();
    }

    public void acceptPaused(Listener listener) {
        acceptPauses[listener.ordinal()].increment();
    }

    public void fault() {
        faults.increment();
    }

    public void queueFull() {
        queueFull.increment();
    }

    public void watchConnections(Listener listener, IntSupplier open, int connectionsMax) {
        gauge("relay_fanout_http_connections", "Open sockets", listener, open::getAsInt);
        gauge("relay_fanout_http_connections_limit", "Sockets that may be open", listener, () -> connectionsMax);
    }

    public void watchQueue(Listener listener, IntSupplier depth, int waitingMax, DoubleSupplier oldestSeconds) {
        gauge("relay_fanout_query_queue_calls", "Queries that wait for a thread", listener, depth::getAsInt);
        gauge("relay_fanout_query_queue_limit_calls", "Queries that may wait", listener, () -> waitingMax);
        gauge("relay_fanout_query_queue_oldest_seconds", "How long the first one waits", listener, oldestSeconds);
    }

    private void registerRequests(Endpoint endpoint) {
        for (int i = 0; i < STATUS_CLASSES.length; i++) {
            requests[endpoint.ordinal()][i] = Counter.builder("relay_fanout_http_requests_total")
                    .description("Requests answered")
                    .tag("endpoint", endpoint.name())
                    .tag("status", STATUS_CLASSES[i])
                    .register(registry);
        }
        durations[endpoint.ordinal()] = Timer.builder("relay_fanout_http_request_seconds")
                .description("From a request's last byte to its answer's first")
                .tag("endpoint", endpoint.name())
                .publishPercentiles(0.5, 0.99)
                .register(registry);
    }

    private Counter counter(String name, String help, String label, Enum<?> value) {
        return Counter.builder(name).description(help).tag(label, value.name()).register(registry);
    }

    private void gauge(String name, String help, Listener listener, DoubleSupplier value) {
        Gauge.builder(name, value, DoubleSupplier::getAsDouble)
                .strongReference(true)
                .description(help)
                .tag("listener", listener.name())
                .register(registry);
    }
}
