package net.atrelay.whole;

import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import net.atrelay.app.ClusterVerify;
import net.atrelay.app.config.RelayConfig;
import net.atrelay.process.Until;
import net.atrelay.store.FatalHandler;
import net.atrelay.store.kafka.broker.Brokers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a verify node may ask of others follows the partitions that the group gives it.
class ClusterShareTest {
    private final AtomicReference<@Nullable Throwable> fatal = new AtomicReference<>();
    private final FatalHandler handler = (_, cause) -> fatal.compareAndSet(null, cause);

    @TempDir
    private Path directory;

    @Test
    void sharesOfAllNodesAreTheWholeWhoeverComesAndGoes() throws InterruptedException {
        try (Brokers brokers = Brokers.start(directory.resolve("brokers"), 1)) {
            Cluster.makeTopics(brokers);
            ClusterVerify one = start(brokers, "v1");
            Until.holds("all is judged by the first", () -> share(one) == 1);
            try (ClusterVerify other = start(brokers, "v2")) {
                Until.holds("each judges one half", () -> share(one) == 0.5 && share(other) == 0.5);
                one.close();
                Until.holds("all is judged by the other", () -> share(other) == 1);
            }
        }
        assertNull(fatal.get());
    }

    private ClusterVerify start(Brokers brokers, String node) throws InterruptedException {
        Map<String, String> settings = Cluster.brokerSettings(brokers, node);
        settings.put("RELAY_DATA", directory.resolve(node).toString());
        settings.put("RELAY_OPERATOR_LISTEN", "127.0.0.1:0");
        settings.put("RELAY_DEVELOPMENT", "true");
        return ClusterVerify.start(RelayConfig.of(settings), handler);
    }

    private static double share(ClusterVerify node) {
        return Meters.of(node.scrape()).sum("relay_verify_http_share");
    }
}
