package net.atrelay.store.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import net.atrelay.atproto.syntax.Did;
import net.atrelay.store.bus.RawFrame;
import net.atrelay.store.kafka.broker.BrokerProcess;
import net.atrelay.store.kafka.broker.Brokers;
import net.atrelay.store.log.Outcome;
import org.apache.kafka.clients.producer.Producer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RawTopicTest {
    private static final int FRAME_BYTES = 1 << 20;
    /// More than a producer's buffer holds.
    private static final int FRAMES = 100;

    private final List<Long> settled = new CopyOnWriteArrayList<>();
    private final AtomicReference<@Nullable Throwable> fatal = new AtomicReference<>();
    private final byte[] bytes = new byte[FRAME_BYTES];

    @TempDir
    private Path folder;

    /// The producer's own patience is a minute, which is what a full buffer would cost an event loop.
    @Test
    void whoOffersNeverWaitsForBrokersThatAreAway() throws InterruptedException {
        try (Brokers brokers = Brokers.start(folder, 1)) {
            KafkaConfig.Layout layout = KafkaConfig.Layout.DEFAULTS.withReplicas(1, 1);
            KafkaClients clients = KafkaClients.of(KafkaConfig.defaults()
                    .withBootstrapServers(brokers.addresses())
                    .withTopics(layout));
            try (Topics topics = Topics.of(clients)) {
                var _ = topics.await(Duration.ofSeconds(30));
                var _ = topics.create();
            }
            try (Producer<byte[], byte[]> producer = clients.patientProducer("test");
                    RawTopic raw = new RawTopic(producer, ClusterTopics.of(layout), this::settle, fatal::set)) {
                offer(raw, 0);
                raw.flush();
                assertEquals(List.of(0L), settled);
                BrokerProcess broker = brokers.withId(1);
                broker.kill();
                for (int i = 1; i < FRAMES; i++) {
                    offer(raw, i);
                }
                assertEquals(List.of(0L), settled, "no broker has taken anything meanwhile");
                brokers.restart(broker);
                raw.flush();
            }
            assertNull(fatal.get());
            assertEquals(LongStream.range(0, FRAMES).boxed().toList(), settled);
        }
    }

    private void offer(RawTopic raw, int hostSeq) {
        Did did = Objects.requireNonNull(Did.parse("did:plc:ewvi7nxzyoun6zhxrhs64oiz"));
        raw.offer(new RawFrame("pds.example.com", 0, hostSeq, hostSeq, did, bytes, 0, 0));
    }

    private void settle(Outcome outcome) {
        settled.add(Objects.requireNonNull(outcome.settles()).hostSeq());
    }
}
