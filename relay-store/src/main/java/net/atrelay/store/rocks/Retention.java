package net.atrelay.store.rocks;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import net.atrelay.store.FatalHandler;
import net.atrelay.store.StoreConfig;
import net.atrelay.store.StoreMetrics;
import net.atrelay.store.Uninterrupted;
import org.jspecify.annotations.Nullable;
import org.rocksdb.LiveFileMetaData;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Moves the window's start up by age and by bytes, and drops whole files below it.
///
/// 1. Find the new first seq: by time from [TimeIndex], by bytes from the files' sizes.
/// 2. Make it durable, then let readers see it; a reader below it hears `WindowPassed`.
/// 3. Drop the files that lie below it as a whole. A file that holds both sides, or is still in level 0, stays until
/// later:
///    it costs room, and nobody sees its old events.
///
/// So the window has no hole at any moment, and after a crash between 2 and 3 the next run drops the files. The newest
/// file and what is in memory are never dropped for their bytes. Thread `relay-store-retention`.
final class Retention implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);

    private final Database database;
    private final RocksLog log;
    private final TimeIndex times;
    private final StoreConfig config;
    private final StoreMetrics metrics;
    private final FatalHandler fatal;
    private final InstantSource clock;
    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("relay-store-retention").factory());
    private @Nullable ScheduledFuture<?> runs;
    private volatile long filesBytes;

    Retention(
            Database database,
            RocksLog log,
            TimeIndex times,
            StoreConfig config,
            StoreMetrics metrics,
            FatalHandler fatal,
            InstantSource clock) {
        this.database = database;
        this.log = log;
        this.times = times;
        this.config = config;
        this.metrics = metrics;
        this.fatal = fatal;
        this.clock = clock;
        metrics.watchDisk(() -> filesBytes);
    }

    void start() {
        long millis = config.retentionInterval().toMillis();
        runs = executor.scheduleWithFixedDelay(this::runOnce, millis, millis, TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        if (runs != null) {
            runs.cancel(false);
        }
        Uninterrupted.end(executor);
    }

    /// Looks after the window once. Retention thread, or a test's before [#start()].
    void retain() {
        long stamp = database.enter();
        try {
            long first = log.firstSeq();
            List<EventFile> files = files(first);
            long newFirst = Math.min(log.tip() + 1, Math.max(first, Math.max(byAge(first), byBytes(first, files))));
            if (newFirst > first) {
                moveTo(first, newFirst);
            }
            dropFiles(newFirst);
        } catch (RocksDBException e) {
            throw new StoreFailedException("retention failed", e);
        } finally {
            database.exit(stamp);
        }
    }

    private void runOnce() {
        try {
            retain();
        } catch (Throwable failure) {
            fatal.fatal("retention failed", failure);
        }
    }

    private long byAge(long first) {
        Instant oldest = clock.instant().minus(config.retentionTime());
        Long seq =
                times.seqWrittenBefore(TimeUnit.SECONDS.toMicros(oldest.getEpochSecond()) + oldest.getNano() / 1_000);
        return seq == null ? first : seq;
    }

    private long byBytes(long first, List<EventFile> files) {
        long total = 0;
        for (EventFile file : files) {
            total += file.bytes();
        }
        long newFirst = first;
        for (int i = 0; i < files.size() - 1 && total > config.retentionBytesMax(); i++) {
            total -= files.get(i).bytes();
            newFirst = files.get(i).lastSeq() + 1;
        }
        filesBytes = total;
        return newFirst;
    }

    private void moveTo(long first, long newFirst) throws RocksDBException {
        try (WriteBatch batch = new WriteBatch()) {
            batch.put(database.handle(Family.META), Keys.FIRST_SEQ, Keys.number(newFirst));
            times.prune(newFirst, batch);
            database.write(batch);
        }
        log.firstSeqMovedTo(newFirst);
        metrics.dropped(newFirst - first);
        LOG.info("window moved: first seq {} (was {})", newFirst, first);
    }

    private void dropFiles(long first) throws RocksDBException {
        if (first > 0) {
            List<byte[]> range = List.of(Keys.number(0), Keys.number(first));
            database.db().deleteFilesInRanges(database.handle(Family.EVENTS), range, false);
        }
    }

    /// The files that hold any of the window, oldest first.
    private List<EventFile> files(long first) throws RocksDBException {
        byte[] events = database.handle(Family.EVENTS).getName();
        List<EventFile> files = new ArrayList<>();
        for (LiveFileMetaData file : database.db().getLiveFilesMetaData()) {
            EventFile own = Arrays.equals(file.columnFamilyName(), events) ? eventFile(file) : null;
            if (own != null && own.lastSeq() >= first) {
                files.add(own);
            }
        }
        files.sort(Comparator.comparingLong(EventFile::lastSeq));
        return files;
    }

    private static @Nullable EventFile eventFile(LiveFileMetaData file) {
        byte[] largest = file.largestKey();
        return largest.length == Long.BYTES ? new EventFile(Keys.numberAt(largest, 0), file.size()) : null;
    }

    private record EventFile(long lastSeq, long bytes) {}
}
