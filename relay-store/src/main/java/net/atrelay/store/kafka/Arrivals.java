package net.atrelay.store.kafka;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import net.atrelay.store.log.TopicPlace;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;

/// Tells when what was written to a topic has come back into this node's tables. Any thread.
final class Arrivals {
    /// Owned by this object's lock, as the list.
    private final Map<TopicPartition, Long> passed = new HashMap<>();

    private final List<Awaited> awaited = new ArrayList<>();

    private record Awaited(TopicPartition partition, long offset, CompletableFuture<Void> here) {}

    /// Done, on the appender thread, once the tables hold what lies there. The partition must be one that this node
    /// follows.
    synchronized CompletableFuture<Void> await(RecordMetadata place) {
        TopicPartition partition = new TopicPartition(place.topic(), place.partition());
        Awaited one = new Awaited(partition, place.offset(), new CompletableFuture<>());
        if (isHere(one)) {
            one.here().complete(null);
        } else {
            awaited.add(one);
        }
        return one.here();
    }

    /// The tables have come so far.
    void passed(TopicPlace place) {
        List<Awaited> here;
        synchronized (this) {
            passed.put(new TopicPartition(place.topic(), place.partition()), place.next());
            here = awaited.stream().filter(this::isHere).toList();
            awaited.removeAll(here);
        }
        here.forEach(one -> one.here().complete(null));
    }

    private boolean isHere(Awaited one) {
        return passed.getOrDefault(one.partition(), 0L) > one.offset();
    }
}
