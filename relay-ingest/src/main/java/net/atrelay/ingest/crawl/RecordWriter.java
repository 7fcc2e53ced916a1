package net.atrelay.ingest.crawl;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import net.atrelay.store.host.HostJournal;
import net.atrelay.store.host.HostJournals;
import net.atrelay.store.host.HostRecord;
import net.atrelay.store.host.HostTable;
import net.atrelay.store.host.JournalTable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes host records and journals on a thread of its own, since the tables block and event loops must not. Of
/// one host at most one record waits: a newer one takes its place, and a wish to reset the cursor outlives it. A
/// journal is written with its host's record, and all that changed now and then.
final class RecordWriter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RecordWriter.class);
    private static final long DRAIN_SECONDS = 10;

    private final HostTable table;
    private final JournalTable journalTable;
    private final HostJournals journals;
    private final Consumer<Throwable> onFatal;
    private final Map<String, Waiting> waiting = new ConcurrentHashMap<>();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("relay-ingest-registry-0").daemon().factory());

    private record Waiting(HostRecord host, boolean resetCursor, Runnable stored) {
        Waiting then(Waiting now) {
            return new Waiting(now.host, resetCursor || now.resetCursor, () -> {
                stored.run();
                now.stored.run();
            });
        }
    }

    RecordWriter(IngestParts parts, Duration saveEvery) {
        table = parts.hosts();
        journalTable = parts.journalTable();
        journals = parts.journals();
        onFatal = parts.onFatal();
        long everyMillis = saveEvery.toMillis();
        var _ = thread.scheduleWithFixedDelay(
                guarded(this::saveJournals), everyMillis, everyMillis, TimeUnit.MILLISECONDS);
    }

    /// Has a record written soon. Returns at once.
    ///
    /// @param stored run on this thread once the record, or a newer one in its place, is durable
    void write(HostRecord host, boolean resetCursor, Runnable stored) {
        waiting.merge(host.hostname(), new Waiting(host, resetCursor, stored), Waiting::then);
        var _ = run(() -> writeNewest(host.hostname()));
    }

    /// Has the journals stored soon that changed: another process may write some of them from now on.
    void saveJournalsSoon() {
        var _ = run(this::saveJournals);
    }

    /// Runs work that touches the tables, after what was written before.
    ///
    /// @return done when the work is; failed when it threw or this is closed
    CompletableFuture<Void> run(Runnable work) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        try {
            thread.execute(() -> {
                guarded(work, done).run();
                done.complete(null);
            });
        } catch (RejectedExecutionException e) {
            LOG.debug("the registry is closed");
            done.completeExceptionally(e);
        }
        return done;
    }

    /// Writes what waits, then ends.
    @Override
    public void close() {
        saveJournalsSoon();
        thread.shutdown();
        try {
            if (!thread.awaitTermination(DRAIN_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("host records were left unwritten");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void writeNewest(String hostname) {
        Waiting newest = waiting.remove(hostname);
        if (newest != null) {
            table.put(newest.host(), newest.resetCursor());
            newest.stored().run();
        }
        HostJournal journal = journals.takeUnsaved(hostname);
        if (journal != null) {
            journalTable.put(List.of(journal));
        }
    }

    private void saveJournals() {
        List<HostJournal> unsaved = journals.takeUnsaved();
        if (!unsaved.isEmpty()) {
            journalTable.put(unsaved);
        }
    }

    private Runnable guarded(Runnable work) {
        return guarded(work, new CompletableFuture<>());
    }

    private Runnable guarded(Runnable work, CompletableFuture<Void> done) {
        return () -> {
            try {
                work.run();
            } catch (RuntimeException e) {
                // A record that cannot be written must not be forgotten: the process ends.
                done.completeExceptionally(e);
                onFatal.accept(e);
            }
        };
    }
}
