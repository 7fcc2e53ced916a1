package net.atrelay.store.kafka;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.Function;
import net.atrelay.store.log.Followed;
import net.atrelay.store.log.FollowedTables;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes what other nodes have made durable into this node's tables: one thread that reads partitions of topics from
/// the place that the tables have, for as long as it is told to. Only committed transactions are seen.
///
/// What is read and not yet in the tables is bounded by bytes. A record that this version cannot read ends the process:
/// it is another's, or a newer version's.
public final class TopicFollower implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TopicFollower.class);
    private static final Duration POLL = Duration.ofMillis(200);

    private final org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer;
    private final Admin admin;
    private final FollowedTables tables;
    private final TableDecoder decoder;
    private final long bytesMax;
    private final Duration noticeEvery;
    private final Consumer<Throwable> onFatal;
    private final Polling polling;
    private final Queue<Runnable> orders = new ConcurrentLinkedQueue<>();

    // Of the thread alone.
    private final Set<TopicPartition> followed = new HashSet<>();

    private Function<Followed, CompletableFuture<Void>> before = _ -> CompletableFuture.completedFuture(null);
    /// Of one poll at most.
    private final ArrayDeque<Held> held = new ArrayDeque<>();

    private final List<Goal> goals = new ArrayList<>();
    private final ArrayDeque<Followed> underway = new ArrayDeque<>();
    private long underwayBytes;

    /// Read by others.
    private volatile boolean holdsBack;

    /// What is read and must wait until something else is in the tables.
    private record Held(Followed taken, CompletableFuture<Void> until) {}

    /// What is to be in the tables before something else happens.
    private record Goal(
            Map<TopicPartition, Long> ends, boolean leave, CompletableFuture<Void> reached, LongWait waited) {}

    /// @param name of the thread, behind `relay-follow-`
    /// @param consumer read-committed, without a group
    /// @param bytesMax bytes read and not yet in the tables
    /// @param noticeEvery how often the log says what is waited for
    TopicFollower(
            String name,
            org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer,
            Admin admin,
            FollowedTables tables,
            TableDecoder decoder,
            long bytesMax,
            Duration noticeEvery,
            Consumer<Throwable> onFatal) {
        this.consumer = consumer;
        this.admin = admin;
        this.tables = tables;
        this.decoder = decoder;
        this.bytesMax = bytesMax;
        this.noticeEvery = noticeEvery;
        this.onFatal = onFatal;
        polling = new Polling("relay-follow-" + name, consumer, this::turn, this::end);
    }

    void start() {
        polling.start();
    }

    /// Follows these partitions from the place that the tables have; from their beginning where there is none.
    void follow(Collection<TopicPartition> partitions) {
        follow(partitions, 0);
    }

    /// As [#follow(Collection)], but nothing below an offset is taken over.
    void follow(Collection<TopicPartition> partitions, long least) {
        order(() -> begin(partitions, least));
    }

    /// Done when all that the followed partitions hold now is in the tables.
    CompletableFuture<Void> caughtUp() {
        CompletableFuture<Void> reached = new CompletableFuture<>();
        order(() -> setGoal(Set.copyOf(followed), false, reached));
        return reached;
    }

    /// Done when all that these partitions, of those that are followed, hold now is in the tables.
    CompletableFuture<Void> caughtUp(Collection<TopicPartition> partitions) {
        CompletableFuture<Void> reached = new CompletableFuture<>();
        order(() -> setGoal(partitions, false, reached));
        return reached;
    }

    /// Whatever is read from now on is not taken over, nor anything behind it, before this is done. Holds when what
    /// was ordered after it is done.
    ///
    /// @param condition asked on this thread once for all that is taken over at once; must not block for long
    void holdBack(Function<Followed, CompletableFuture<Void>> condition) {
        order(() -> before = condition);
    }

    /// Whether something is read and waits for what must be in the tables before it.
    boolean holdsBack() {
        return holdsBack;
    }

    /// Follows these partitions no more, once all that they hold now is in the tables.
    CompletableFuture<Void> leave(Collection<TopicPartition> partitions) {
        CompletableFuture<Void> reached = new CompletableFuture<>();
        order(() -> setGoal(partitions, true, reached));
        return reached;
    }

    @Override
    public void close() {
        polling.close();
        goals.forEach(goal -> goal.reached().cancel(false));
    }

    private void order(Runnable order) {
        orders.add(order);
        polling.wake();
    }

    private void turn() throws InterruptedException {
        for (Runnable order = orders.peek(); order != null; order = orders.peek()) {
            order.run();
            orders.remove();
        }
        if (followed.isEmpty()) {
            Thread.sleep(goals.isEmpty() && orders.isEmpty() ? 10 : 1);
        } else if (held.isEmpty()) {
            reachGoals();
            read();
        }
        handHeld();
        clearDone();
        reachGoals();
        tellWait();
    }

    private void end(Throwable failure) {
        if (!polling.isClosing()) {
            onFatal.accept(failure);
        }
        goals.forEach(goal -> goal.reached().cancel(false));
    }

    private void read() {
        if (underwayBytes >= bytesMax) {
            underway.getFirst().done().join();
            return;
        }
        ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
        for (TopicPartition partition : records.partitions()) {
            for (Followed taken : decoder.decode(partition, records.records(partition))) {
                held.add(new Held(taken, before.apply(taken)));
            }
        }
    }

    private void handHeld() throws InterruptedException {
        for (Held oldest = held.peek(); oldest != null; oldest = held.peek()) {
            if (!oldest.until().isDone()) {
                holdsBack = true;
                Thread.sleep(1);
                return;
            }
            oldest.until().join();
            hand(held.remove().taken());
        }
        holdsBack = false;
    }

    private void hand(Followed taken) {
        underway.add(taken);
        underwayBytes += taken.bytes();
        tables.follow(taken);
    }

    private void clearDone() {
        for (Followed oldest = underway.peek(); oldest != null && oldest.done().isDone(); oldest = underway.peek()) {
            oldest.done().join();
            underway.remove();
            underwayBytes -= oldest.bytes();
        }
    }

    private void begin(Collection<TopicPartition> partitions, long least) {
        followed.addAll(partitions);
        consumer.assign(followed);
        for (TopicPartition partition : partitions) {
            Long place = tables.place(partition.topic(), partition.partition());
            if (place == null && least == 0) {
                consumer.seekToBeginning(List.of(partition));
            } else {
                consumer.seek(partition, Math.max(place == null ? 0 : place, least));
            }
        }
    }

    private void setGoal(Collection<TopicPartition> partitions, boolean leave, CompletableFuture<Void> reached) {
        goals.add(new Goal(TopicEnds.of(admin, partitions), leave, reached, new LongWait()));
    }

    private void reachGoals() {
        if (goals.isEmpty() || !held.isEmpty()) {
            return;
        }
        List<Goal> reached = goals.stream().filter(this::isRead).toList();
        if (reached.isEmpty()) {
            return;
        }
        // What was read is in the tables when the newest of it is.
        for (Followed taken : underway) {
            taken.done().join();
        }
        clearDone();
        goals.removeAll(reached);
        for (Goal goal : reached) {
            if (goal.leave()) {
                followed.removeAll(goal.ends().keySet());
                consumer.assign(followed);
            }
            goal.reached().complete(null);
        }
    }

    private boolean isRead(Goal goal) {
        return unread(goal).isEmpty();
    }

    private Optional<TopicPartition> unread(Goal goal) {
        return goal.ends().entrySet().stream()
                .filter(end -> followed.contains(end.getKey()) && position(end.getKey()) < end.getValue())
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /// What stands behind the first record of an open transaction cannot be read, whosever that is.
    private void tellWait() {
        if (goals.isEmpty() || !goals.getFirst().waited().isDue(noticeEvery)) {
            return;
        }
        Goal oldest = goals.getFirst();
        unread(oldest).ifPresent(partition -> {
            long position = position(partition);
            OptionalLong readable = consumer.currentLag(partition);
            LOG.warn(
                    "waiting for a topic; partition={} position={} stableOffset={} end={} seconds={}",
                    partition,
                    position,
                    readable.isPresent() ? position + readable.getAsLong() : "unknown",
                    oldest.ends().get(partition),
                    oldest.waited().seconds());
        });
    }

    private long position(TopicPartition partition) {
        try {
            return consumer.position(partition);
        } catch (OffsetOutOfRangeException e) {
            throw new IllegalStateException(
                    partition
                            + ": what follows the place of this node is gone (expected: within the topic's retention)",
                    e);
        }
    }
}
