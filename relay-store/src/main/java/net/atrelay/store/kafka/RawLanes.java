package net.atrelay.store.kafka;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import net.atrelay.atproto.syntax.Did;
import net.atrelay.store.bus.RawFrame;
import net.atrelay.store.log.Outcome;
import net.atrelay.store.log.OutcomeSink;
import org.jspecify.annotations.Nullable;

/// Gives each outcome's frame back its place in `raw`, so that how far a partition is settled is known as it is of a
/// host: the lane of a partition stands in the host's stead, and offsets in that of the host's seqs.
///
/// A lane lasts as long as this node owns its partition without a break; its name says which time that is. Any thread.
final class RawLanes implements OutcomeSink {
    private final ClusterTopics topics;
    private final OutcomeSink sink;
    private final Map<Integer, Lane> lanes = new ConcurrentHashMap<>();

    RawLanes(ClusterTopics topics, OutcomeSink sink) {
        this.topics = topics;
        this.sink = sink;
    }

    /// Begins the lane of a partition.
    ///
    /// @param term number of the time for which partitions are owned; grows
    void open(int partition, long term) {
        lanes.put(partition, new Lane(new LaneName(term, partition).text()));
    }

    /// Ends all lanes; returns their names.
    List<String> close() {
        List<String> names = lanes.values().stream().map(lane -> lane.name).toList();
        lanes.clear();
        return names;
    }

    /// Takes note of a record that was read. The reader's thread, in order for each partition.
    ///
    /// @return its number in the lane, dense from 0
    long taken(int partition, long offset) {
        return laneOf(partition).take(offset);
    }

    @Override
    public void append(Outcome outcome) {
        RawFrame frame = outcome.settles();
        sink.append(frame == null ? outcome : with(outcome, placeOf(frame)));
    }

    private RawFrame placeOf(RawFrame frame) {
        return laneOf(topics.partitionOf(frame.did())).place(frame.ordinal(), frame.did(), frame.bytes());
    }

    private Lane laneOf(int partition) {
        Lane lane = lanes.get(partition);
        if (lane == null) {
            throw new IllegalStateException("partition: " + partition + " (expected: one that is owned)");
        }
        return lane;
    }

    private static Outcome with(Outcome outcome, @Nullable RawFrame settles) {
        return new Outcome(
                outcome.did(),
                settles,
                outcome.events(),
                outcome.state(),
                outcome.defers(),
                outcome.released(),
                outcome.durable());
    }

    private static final class Lane {
        private final String name;
        private final Map<Long, Long> offsets = new ConcurrentHashMap<>();
        private long next;

        Lane(String name) {
            this.name = name;
        }

        long take(long offset) {
            long ordinal = next++;
            offsets.put(ordinal, offset);
            return ordinal;
        }

        RawFrame place(long ordinal, Did did, byte[] bytes) {
            Long offset = offsets.remove(ordinal);
            if (offset == null) {
                throw new IllegalStateException("ordinal: " + ordinal + " (expected: one in flight)");
            }
            return new RawFrame(name, 0, offset, ordinal, did, bytes, 0, 0);
        }
    }
}
