package net.atrelay.store.kafka;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import net.atrelay.atproto.syntax.Did;
import net.atrelay.store.Uninterrupted;
import net.atrelay.store.bus.ListedAccount;
import net.atrelay.store.bus.RawBus;
import net.atrelay.store.bus.RawFrame;
import net.atrelay.store.log.Outcome;
import net.atrelay.store.log.OutcomeSink;
import net.atrelay.store.record.Keyed;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/// The bus of a cluster: each frame becomes a record of `raw`, in the partition of its account, and is settled for this
/// node once the brokers have acknowledged it. Any thread.
///
/// A producer blocks who sends when its buffer is full or it does not know the topic yet, and brokers may be away for
/// long. So frames are sent by the thread `relay-raw-sender`, and who offers them never waits. What lies before that
/// thread is bounded by what may be in flight, the producer's buffer aside, which holds copies. The producer retries
/// for ever and keeps the order, so a frame is never lost while the process lives.
public final class RawTopic implements RawBus, AutoCloseable {
    private final Producer<byte[], byte[]> producer;
    private final ClusterTopics topics;
    private final OutcomeSink settled;
    private final Consumer<Throwable> onFatal;
    private final ExecutorService sender = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("relay-raw-sender").factory());

    /// @param producer waits as long as it must ([KafkaClients#patientProducer])
    /// @param settled told of each frame that is acknowledged
    /// @param onFatal told when a frame will never be acknowledged: the process must end
    RawTopic(
            Producer<byte[], byte[]> producer, ClusterTopics topics, OutcomeSink settled, Consumer<Throwable> onFatal) {
        this.producer = producer;
        this.topics = topics;
        this.settled = settled;
        this.onFatal = onFatal;
    }

    @Override
    public void offer(RawFrame frame) {
        sender.execute(() -> send(frame));
    }

    /// Hands on what a host has listed of an account, behind the frames that were offered before.
    ///
    /// @return done once it is acknowledged: it will be looked at then
    CompletableFuture<@Nullable Void> offer(ListedAccount listed) {
        CompletableFuture<@Nullable Void> acknowledged = new CompletableFuture<>();
        sender.execute(() -> send(listed.did(), RawRecordCodec.encode(listed), () -> acknowledged.complete(null)));
        return acknowledged;
    }

    /// Returns when all that was offered is acknowledged.
    void flush() {
        CompletableFuture.runAsync(() -> {}, sender).join();
        producer.flush();
    }

    /// Sends what was offered. Nothing is offered any more.
    @Override
    public void close() {
        Uninterrupted.end(sender);
    }

    private void send(RawFrame frame) {
        Did did = frame.did();
        send(
                did,
                RawRecordCodec.encode(frame),
                () -> settled.append(new Outcome(did, frame, List.of(), null, null, null, null)));
    }

    private void send(Did did, byte[] value, Runnable acknowledged) {
        try {
            var _ = producer.send(
                    new ProducerRecord<>(topics.raw(), topics.partitionOf(did), Keyed.did(did), value),
                    (_, failure) -> {
                        if (failure == null) {
                            acknowledged.run();
                        } else {
                            onFatal.accept(failure);
                        }
                    });
        } catch (KafkaException | IllegalStateException e) {
            onFatal.accept(e);
        }
    }
}
