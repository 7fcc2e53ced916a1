package net.atrelay.store.kafka;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CompletableFuture;
import net.atrelay.store.log.TopicPlace;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class ArrivalsTest {
    private final Arrivals arrivals = new Arrivals();

    @Test
    void whatWasSentArrivesWhenItsPartitionIsFollowedBeyondIt() {
        CompletableFuture<Void> here = arrivals.await(at("admin", 0, 7));
        arrivals.passed(new TopicPlace("admin", 1, 100));
        arrivals.passed(new TopicPlace("hosts", 0, 100));
        arrivals.passed(new TopicPlace("admin", 0, 7));
        assertFalse(here.isDone(), "the next record to be read is that one");
        arrivals.passed(new TopicPlace("admin", 0, 8));
        assertTrue(here.isDone());
    }

    @Test
    void whatCameBeforeItWasAskedForHasArrived() {
        arrivals.passed(new TopicPlace("admin", 0, 8));
        assertTrue(arrivals.await(at("admin", 0, 7)).isDone());
        assertFalse(arrivals.await(at("admin", 0, 8)).isDone());
    }

    private static RecordMetadata at(String topic, int partition, long offset) {
        return new RecordMetadata(new TopicPartition(topic, partition), offset, 0, 0, 0, 0);
    }
}
