package net.atrelay.store.kafka;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import net.atrelay.atproto.syntax.Did;
import net.atrelay.store.bus.ListedAccount;
import net.atrelay.store.bus.RawBus;
import net.atrelay.store.bus.RawFrame;
import net.atrelay.store.log.Outcome;
import net.atrelay.store.log.OutcomeSink;
import net.atrelay.store.record.Keyed;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/// The bus of a cluster: each frame becomes a record of `raw`, in the partition of its account, and is settled for this
/// node once the brokers have acknowledged it. Any thread.
///
/// The producer retries for ever and keeps the order, so a frame is never lost while the process lives; its buffer must
/// hold all that may be in flight.
public final class RawTopic implements RawBus {
    private final Producer<byte[], byte[]> producer;
    private final ClusterTopics topics;
    private final OutcomeSink settled;
    private final Consumer<Throwable> onFatal;

    /// @param settled told of each frame that is acknowledged
    /// @param onFatal told when a frame will never be acknowledged: the process must end
    public RawTopic(
            Producer<byte[], byte[]> producer, ClusterTopics topics, OutcomeSink settled, Consumer<Throwable> onFatal) {
        this.producer = producer;
        this.topics = topics;
        this.settled = settled;
        this.onFatal = onFatal;
    }

    @Override
    public void offer(RawFrame frame) {
        Did did = frame.did();
        var _ = producer.send(record(did, RawRecordCodec.encode(frame)), (_, failure) -> {
            if (failure == null) {
                settled.append(new Outcome(did, frame, List.of(), null, null, null, null));
            } else {
                onFatal.accept(failure);
            }
        });
    }

    /// Hands on what a host has listed of an account.
    ///
    /// @return done once it is acknowledged: it will be looked at then
    CompletableFuture<@Nullable Void> offer(ListedAccount listed) {
        CompletableFuture<@Nullable Void> acknowledged = new CompletableFuture<>();
        var _ = producer.send(record(listed.did(), RawRecordCodec.encode(listed)), (_, failure) -> {
            if (failure == null) {
                acknowledged.complete(null);
            } else {
                acknowledged.completeExceptionally(failure);
                onFatal.accept(failure);
            }
        });
        return acknowledged;
    }

    private ProducerRecord<byte[], byte[]> record(Did did, byte[] value) {
        return new ProducerRecord<>(topics.raw(), topics.partitionOf(did), Keyed.did(did), value);
    }
}
