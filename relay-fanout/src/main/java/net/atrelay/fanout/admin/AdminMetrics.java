package net.atrelay.fanout.admin;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.IntSupplier;

/// What operators see of administration. No label names a token or a client. Any thread.
public final class AdminMetrics {
    private final MeterRegistry registry;
    private final Map<AdminRoute, Map<Outcome, Counter>> calls = new EnumMap<>(AdminRoute.class);
    private final Counter unauthenticated;

    /// What came of a call; the name is a metric label.
    enum Outcome {
        DONE,
        REFUSED,
        FAILED
    }

    public AdminMetrics(MeterRegistry registry) {
        this.registry = registry;
        for (AdminRoute route : AdminRoute.values()) {
            Map<Outcome, Counter> outcomes = new EnumMap<>(Outcome.class);
            for (Outcome outcome : Outcome.values()) {
                outcomes.put(
                        outcome,
                        Counter.builder("relay_fanout_admin_calls_total")
                                .description("Calls of operators who showed a valid token")
                                .tag("call", route.name())
                                .tag("outcome", outcome.name())
                                .register(registry));
            }
            calls.put(route, outcomes);
        }
        unauthenticated = Counter.builder("relay_fanout_admin_unauthenticated_total")
                .description("Calls for administration without a valid token")
                .register(registry);
    }

    void called(AdminRoute route, Outcome outcome) {
        Map<Outcome, Counter> outcomes = calls.get(route);
        Counter counter = outcomes == null ? null : outcomes.get(outcome);
        if (counter == null) {
            throw new IllegalStateException("counter: none (expected: one for each route and outcome)");
        }
        counter.increment();
    }

    void unauthenticated() {
        unauthenticated.increment();
    }

    void showTokens(IntSupplier tokens) {
        Gauge.builder("relay_fanout_admin_tokens", tokens::getAsInt)
                .strongReference(true)
                .description("Tokens that are valid for administration")
                .register(registry);
    }
}
