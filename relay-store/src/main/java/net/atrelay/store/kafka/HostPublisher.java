package net.atrelay.store.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import net.atrelay.store.host.HostRecord;
import net.atrelay.store.log.HostCursor;
import net.atrelay.store.log.HostPut;
import net.atrelay.store.log.LogBatch;
import net.atrelay.store.log.LogWriter;
import net.atrelay.store.record.HostCodec;
import net.atrelay.store.record.Keyed;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/// Publishes what this node's hosts have come to: changed records, first places of an epoch, and places set anew,
/// before they are written here; cursors that moved now and then.
///
/// A cursor follows what `raw` has acknowledged. The one that others find may be older than this node's: who takes a
/// host over then reads some frames again, and the fold drops them. Owned by the appender thread, but for what the
/// timer sends.
public final class HostPublisher implements LogWriter, AutoCloseable {
    private final LogWriter tables;
    private final Producer<byte[], byte[]> producer;
    private final ClusterTopics topics;
    private final Consumer<Throwable> onFatal;
    /// Hosts of which a place is known to be in the table, and its epoch. Owned by the appender thread.
    private final Map<String, Long> placed = new HashMap<>();
    private final Map<String, HostCursor> unsent = new ConcurrentHashMap<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("relay-host-cursors").daemon().factory());

    /// @param tables the node's own
    /// @param every how often cursors that moved are published
    /// @param onFatal told when a cursor will never be acknowledged
    HostPublisher(
            LogWriter tables,
            Producer<byte[], byte[]> producer,
            ClusterTopics topics,
            Duration every,
            Consumer<Throwable> onFatal) {
        this.tables = tables;
        this.producer = producer;
        this.topics = topics;
        this.onFatal = onFatal;
        var _ = timer.scheduleWithFixedDelay(
                this::sendCursors, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public long nextSeq() {
        return tables.nextSeq();
    }

    @Override
    public @Nullable HostCursor cursor(String host) {
        return tables.cursor(host);
    }

    @Override
    public void write(LogBatch batch) {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        Set<String> reset = new HashSet<>();
        for (HostPut put : batch.hostPuts()) {
            HostRecord host = put.record();
            sent.add(send(HostKey.FACTS, host.hostname(), HostCodec.encodeFacts(host)));
            if (put.resetCursor()) {
                reset.add(host.hostname());
            }
        }
        for (HostCursor cursor : batch.cursors()) {
            if (isFirstPlace(cursor) || reset.contains(cursor.host())) {
                sent.add(sendReset(cursor));
            }
        }
        sent.forEach(HostPublisher::acknowledged);
        tables.write(batch);
        for (HostCursor cursor : batch.cursors()) {
            unsent.put(cursor.host(), cursor);
        }
    }

    /// Whoever took over a host without a place would begin at its tip; and with one of an older epoch it would give
    /// the number of the newer one again, when the host's log has gone back once more.
    private boolean isFirstPlace(HostCursor moved) {
        if (moved.cursor() == null) {
            placed.remove(moved.host());
            return false;
        }
        Long known = placed.put(moved.host(), moved.epoch());
        if (known != null) {
            return known != moved.epoch();
        }
        HostCursor before = tables.cursor(moved.host());
        return before == null || before.cursor() == null || before.epoch() != moved.epoch();
    }

    /// Publishes all cursors that moved. Any thread.
    void sendCursors() {
        List.copyOf(unsent.keySet()).forEach(this::sendMoved);
    }

    /// Under a lock with [#sendReset]: an older cursor must not be sent behind a place that is set anew.
    private synchronized void sendMoved(String host) {
        HostCursor cursor = unsent.remove(host);
        if (cursor != null) {
            var _ = send(HostKey.CURSOR, host, HostCodec.encodeCursor(cursor));
        }
    }

    private synchronized Future<RecordMetadata> sendReset(HostCursor cursor) {
        unsent.remove(cursor.host());
        return send(HostKey.CURSOR, cursor.host(), HostCodec.encodeCursor(cursor));
    }

    /// Publishes what is left. The appender has ended before.
    @Override
    public void close() {
        timer.shutdownNow();
        sendCursors();
        producer.flush();
    }

    private Future<RecordMetadata> send(byte kind, String host, byte[] value) {
        byte[] key = Keyed.host(kind, host);
        return producer.send(
                new ProducerRecord<>(topics.hosts(), topics.partitionOf(host), key, value), (_, failure) -> {
                    if (failure != null) {
                        onFatal.accept(failure);
                    }
                });
    }

    private static void acknowledged(Future<RecordMetadata> sent) {
        try {
            var _ = sent.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("host record not acknowledged", e.getCause());
        }
    }
}
