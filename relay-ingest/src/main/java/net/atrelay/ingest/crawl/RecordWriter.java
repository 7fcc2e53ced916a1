package net.atrelay.ingest.crawl;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import net.atrelay.store.host.HostRecord;
import net.atrelay.store.host.HostTable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes host records on a thread of its own, since the table blocks and event loops must not. Of one host at most one
/// record waits: a newer one takes its place, and a wish to reset the cursor outlives it.
final class RecordWriter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RecordWriter.class);
    private static final long DRAIN_SECONDS = 10;

    private final HostTable table;
    private final Consumer<Throwable> onFatal;
    private final Map<String, Waiting> waiting = new ConcurrentHashMap<>();
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("relay-ingest-registry-0").daemon().factory());

    private record Waiting(HostRecord host, boolean resetCursor) {}

    RecordWriter(HostTable table, Consumer<Throwable> onFatal) {
        this.table = table;
        this.onFatal = onFatal;
    }

    /// Has a record written soon. Returns at once.
    void write(HostRecord host, boolean resetCursor) {
        waiting.merge(
                host.hostname(),
                new Waiting(host, resetCursor),
                (before, now) -> new Waiting(now.host(), before.resetCursor() || now.resetCursor()));
        run(() -> {
            Waiting newest = waiting.remove(host.hostname());
            if (newest != null) {
                table.put(newest.host(), newest.resetCursor());
            }
        });
    }

    /// Runs work that touches the table, after what was written before.
    void run(Runnable work) {
        try {
            thread.execute(() -> {
                try {
                    work.run();
                } catch (RuntimeException e) {
                    // A record that cannot be written must not be forgotten: the process ends.
                    onFatal.accept(e);
                }
            });
        } catch (RejectedExecutionException _) {
            LOG.debug("the registry is closed");
        }
    }

    /// Writes what waits, then ends.
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(DRAIN_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("host records were left unwritten");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
