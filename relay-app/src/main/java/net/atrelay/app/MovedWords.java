package net.atrelay.app;

import java.util.List;
import net.atrelay.store.kafka.MovedCounts;
import net.atrelay.store.kafka.Topic;

/// What `relay export` and `relay import` print of what they moved.
final class MovedWords {
    private MovedWords() {}

    /// @param has how the next event has its seq: `has` or `will have`
    static List<String> of(MovedCounts moved, String has) {
        return List.of(
                "events " + moved.of(Topic.EVENTS) + ", from seq " + moved.firstSeq() + "; the next one " + has
                        + " seq " + moved.nextSeq(),
                "accounts " + moved.of(Topic.ACCOUNTS),
                "waiting frames " + moved.of(Topic.WAITING),
                "records of hosts " + moved.of(Topic.HOSTS),
                "records of administration " + moved.of(Topic.ADMIN));
    }
}
