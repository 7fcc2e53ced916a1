package net.atrelay.store.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import net.atrelay.store.Repeating;
import net.atrelay.store.bus.OverRate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells the nodes that read hosts of accounts over their rates: of each host one record a second at most, of the
/// account that takes longest, and none before the one before has arrived. What does not arrive is not repeated, since
/// an account that goes on is told of again. Any thread.
final class OverRateTeller implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OverRateTeller.class);
    private static final Duration EVERY = Duration.ofSeconds(1);

    private final BiFunction<String, OverRate, CompletionStage<?>> send;
    /// What is to be told, by host.
    private final Map<String, OverRate> found = new ConcurrentHashMap<>();
    /// Hosts of which something is on its way.
    private final Set<String> underWay = ConcurrentHashMap.newKeySet();
    private final Repeating timer = new Repeating("relay-over-rates");

    /// @param send hands on what is told of a host; done once it has arrived
    OverRateTeller(BiFunction<String, OverRate, CompletionStage<?>> send) {
        this.send = send;
    }

    /// @param onFatal told of a fault that ends it
    void start(Consumer<Throwable> onFatal) {
        timer.start(EVERY, this::tell, onFatal);
    }

    /// An account of the host was found to be over its rate. Returns at once.
    void found(String hostname, OverRate over) {
        found.merge(hostname, over, OverRate::later);
    }

    /// Tells what has been found.
    void tell() {
        for (String hostname : List.copyOf(found.keySet())) {
            if (underWay.add(hostname)) {
                OverRate over = found.remove(hostname);
                if (over == null) {
                    underWay.remove(hostname);
                } else {
                    send.apply(hostname, over).whenComplete((_, failure) -> arrived(hostname, failure));
                }
            }
        }
    }

    private void arrived(String hostname, @Nullable Throwable failure) {
        underWay.remove(hostname);
        if (failure != null) {
            LOG.atDebug()
                    .addKeyValue("host", hostname)
                    .addKeyValue("reason", failure.getMessage())
                    .log("not told that an account is over its rate");
        }
    }

    @Override
    public void close() {
        timer.close();
    }
}
