package net.atrelay.store.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import net.atrelay.store.host.HostRecord;
import net.atrelay.store.log.HostCursor;
import net.atrelay.store.log.HostPut;
import net.atrelay.store.log.LogBatch;
import net.atrelay.store.log.LogWriter;
import net.atrelay.store.record.HostCodec;
import net.atrelay.store.record.Keyed;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HostPublisherTest {
    private static final String HOST = "pds.example.com";

    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final AtomicReference<@Nullable Throwable> fatal = new AtomicReference<>();
    private final Tables tables = new Tables();

    /// Another node that takes the host over must not begin at its tip.
    @Test
    void theFirstPlaceOfAHostIsPublishedBeforeItIsWritten() {
        try (HostPublisher publisher = publisher()) {
            publisher.write(batch(List.of(), new HostCursor(HOST, 0, null)));
            assertEquals(List.of(), published());
            publisher.write(batch(List.of(), new HostCursor(HOST, 0, 99L)));
            assertEquals(List.of(new HostCursor(HOST, 0, 99L)), published());
            assertEquals(List.of(0, 1), tables.publishedBefore);
            publisher.write(batch(List.of(), new HostCursor(HOST, 0, 100L)));
            assertEquals(1, published().size(), "later ones are published now and then");
            publisher.sendCursors();
            assertEquals(List.of(new HostCursor(HOST, 0, 99L), new HostCursor(HOST, 0, 100L)), published());
        }
        assertNull(fatal.get());
    }

    @Test
    void soIsTheFirstOneBehindAPlaceThatWasTakenAway() {
        try (HostPublisher publisher = publisher()) {
            publisher.write(batch(List.of(), new HostCursor(HOST, 0, 99L)));
            HostRecord atTip = new HostRecord(HOST, true, HostRecord.Status.IDLE, 1, null, 1, null);
            publisher.write(
                    batch(List.of(new HostPut(atTip, true, new CompletableFuture<>())), new HostCursor(HOST, 1, null)));
            publisher.write(batch(List.of(), new HostCursor(HOST, 1, 7L)));
            assertEquals(new HostCursor(HOST, 1, 7L), published().getLast());
        }
        assertNull(fatal.get());
    }

    /// Another node that takes the host over must not give the number of that epoch to another log of the host.
    @Test
    void soIsTheFirstOneOfANewEpoch() {
        tables.cursors.put(HOST, new HostCursor(HOST, 3, 50L));
        try (HostPublisher publisher = publisher()) {
            publisher.write(batch(List.of(), new HostCursor(HOST, 3, 51L)));
            assertEquals(List.of(), published());
            publisher.write(batch(List.of(), new HostCursor(HOST, 4, 2L)));
            assertEquals(List.of(new HostCursor(HOST, 4, 2L)), published());
            assertEquals(List.of(0, 1), tables.publishedBefore);
            publisher.write(batch(List.of(), new HostCursor(HOST, 4, 3L)));
            assertEquals(1, published().size(), "later ones are published now and then");
        }
        assertNull(fatal.get());
    }

    private HostPublisher publisher() {
        return new HostPublisher(
                tables, producer, ClusterTopics.of(KafkaConfig.Layout.DEFAULTS), Duration.ofDays(1), fatal::set);
    }

    private static LogBatch batch(List<HostPut> puts, HostCursor cursor) {
        return new LogBatch(0, new byte[0][], List.of(), List.of(), List.of(cursor), puts, List.of(), List.of(), 0);
    }

    private List<HostCursor> published() {
        List<HostCursor> cursors = new ArrayList<>();
        for (ProducerRecord<byte[], byte[]> sent : producer.history()) {
            if (HostKey.kind(sent.key()) == HostKey.CURSOR) {
                cursors.add(HostCodec.decodeCursor(Keyed.hostname(sent.key()), sent.value()));
            }
        }
        return cursors;
    }

    /// Keeps cursors, and how many had been published before each write.
    private final class Tables implements LogWriter {
        private final Map<String, HostCursor> cursors = new HashMap<>();
        private final List<Integer> publishedBefore = new ArrayList<>();

        @Override
        public long nextSeq() {
            return 0;
        }

        @Override
        public @Nullable HostCursor cursor(String host) {
            return cursors.get(host);
        }

        @Override
        public void write(LogBatch batch) {
            publishedBefore.add(published().size());
            batch.cursors().forEach(cursor -> cursors.put(cursor.host(), cursor));
        }
    }
}
