package net.atrelay.bench.cluster;

import java.io.IOException;
import java.util.List;
import java.util.Properties;
import net.atrelay.bench.Floor;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/// The work of [Bare] on Kafka Streams with exactly-once guarantees (v2), as a process of its own: a processor over
/// `raw` with a state of the size of an account's in a persistent store that has a cache and a changelog, and a topic
/// of one partition behind it. What would give the events their seqs, and write each of them again, is left out; so
/// this is the least that a verify node on Kafka Streams could be.
///
/// Commits at the interval that Kafka Streams has by itself, and writes as the clients of nodes do.
///
/// Ends when its input does.
final class BareStreams {
    private static final String STATES = "accounts";
    private static final int LINGER_MILLIS = 10;
    private static final int BATCH_BYTES = 256 << 10;
    private static final int RETRY_MILLIS = 5;

    private BareStreams() {}

    /// @param args the words of a [BareWork.Task]
    public static void main(String[] args) throws IOException {
        BareWork work = new BareWork(BareWork.Task.of(List.of(args)));
        KafkaStreams streams = new KafkaStreams(topology(work), properties(work));
        streams.setUncaughtExceptionHandler(e -> {
            e.printStackTrace();
            Runtime.getRuntime().halt(1);
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        });
        streams.start();
        BareWork.awaitEndOfInput();
        Runtime.getRuntime().halt(0);
    }

    private static Topology topology(BareWork work) {
        StoreBuilder<KeyValueStore<byte[], byte[]>> states = Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(STATES), Serdes.ByteArray(), Serdes.ByteArray())
                .withCachingEnabled();
        return new Topology()
                .addSource(
                        "raw",
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer(),
                        work.from().raw())
                .addProcessor("fold", () -> new Fold(work), "raw")
                .addStateStore(states, "fold")
                .addSink("events", work.to().events(), new ByteArraySerializer(), new ByteArraySerializer(), "fold");
    }

    private static Properties properties(BareWork work) {
        Properties all = new Properties();
        all.put(StreamsConfig.APPLICATION_ID_CONFIG, work.task().group());
        all.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, work.task().servers());
        all.put(
                StreamsConfig.STATE_DIR_CONFIG,
                work.task().folder().resolve(work.task().group()).toString());
        all.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        all.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, work.task().threads());
        all.put(StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), millisOfSession());
        all.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), LINGER_MILLIS);
        all.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), BATCH_BYTES);
        all.put(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4");
        all.put(StreamsConfig.producerPrefix(ProducerConfig.RETRY_BACKOFF_MS_CONFIG), RETRY_MILLIS);
        return all;
    }

    private static int millisOfSession() {
        return Math.toIntExact(BareWork.SESSION.toMillis());
    }

    private static final class Fold extends ContextualProcessor<byte[], byte[], byte[], byte[]> {
        private final BareWork work;
        private final Floor floor = new Floor();

        Fold(BareWork work) {
            this.work = work;
        }

        @Override
        public void process(Record<byte[], byte[]> record) {
            ProcessorContext<byte[], byte[]> context = context();
            KeyValueStore<byte[], byte[]> states = context.getStateStore(STATES);
            states.put(record.key(), work.state());
            context.forward(record.withValue(work.transformed(record.key(), record.value(), floor)));
        }
    }
}
