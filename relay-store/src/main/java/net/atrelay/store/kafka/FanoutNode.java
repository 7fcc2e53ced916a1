package net.atrelay.store.kafka;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import net.atrelay.store.bus.CrawlAnswer;
import net.atrelay.store.log.LogWriter;
import net.atrelay.store.rocks.RocksStore;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/// One of the nodes that serve consumers. Its store is filled from topics alone: the log from `events`, with a seq for
/// each that every node comes to by counting; the tables of accounts and hosts from theirs.
///
/// Opened, run and closed by one thread.
public final class FanoutNode implements AutoCloseable {
    private static final long FOLLOWED_BYTES_MAX = 32L << 20;

    private final KafkaClients clients;
    private final ClusterTopics topics;
    private final Consumer<Throwable> onFatal;
    private final Producer<byte[], byte[]> producer;
    private final Admin admin;
    private final KafkaWatch watch;
    private final RocksStore store;
    private final SeqMark begin;
    private final List<TopicFollower> followers = new ArrayList<>();

    /// Opens a store.
    @FunctionalInterface
    public interface Opening {
        /// @param seqBase seq with which an empty log begins
        /// @param publisher is put before its writer
        RocksStore open(long seqBase, UnaryOperator<LogWriter> publisher);
    }

    /// @throws ClusterException when no mark says which seqs the retained events have
    public FanoutNode(KafkaClients clients, Opening opening, Consumer<Throwable> onFatal) {
        this.clients = clients;
        this.onFatal = onFatal;
        topics = ClusterTopics.of(clients.config().topics());
        admin = clients.admin("fanout");
        watch = new KafkaWatch(admin, clients.config());
        producer = clients.producer("fanout");
        SeqMarks marks = new SeqMarks(topics, admin);
        begin = find(marks);
        store = opening.open(
                begin.seq(), tables -> new EventCounter(tables, topics.events(), mark -> marks.put(producer, mark)));
    }

    public RocksStore store() {
        return store;
    }

    /// Whether brokers answer: without them nothing new comes. Any thread.
    public boolean hearsKafka() {
        return watch.answers();
    }

    /// Fills the store. Blocks until it holds all that the topics held at the call, and goes on filling it.
    public void catchUp() {
        TopicFollower events = follower("events");
        TopicPartition log = new TopicPartition(topics.events(), 0);
        events.follow(List.of(log), begin.offset());
        TopicFollower tables = follower("tables");
        tables.follow(topics.byAccount(topics.accounts()));
        tables.follow(topics.byHost(topics.hosts()));
        CompletableFuture.allOf(events.caughtUp(), tables.caughtUp()).join();
    }

    /// Asks the node that reads the host for a crawl.
    ///
    /// @param hostname in the one form that records have
    public CompletionStage<CrawlAnswer> requestCrawl(String hostname) {
        return new ControlTopic(producer, topics)
                .send(hostname, ControlRecord.CRAWL)
                .thenApply(_ -> new CrawlAnswer.Accepted(hostname));
    }

    @Override
    public void close() {
        followers.forEach(TopicFollower::close);
        store.close();
        watch.close();
        producer.close();
        admin.close();
    }

    private TopicFollower follower(String name) {
        TopicFollower follower = new TopicFollower(
                name,
                clients.consumer(name),
                admin,
                store.followed(),
                new TableDecoder(topics),
                FOLLOWED_BYTES_MAX,
                onFatal);
        followers.add(follower);
        follower.start();
        return follower;
    }

    private SeqMark find(SeqMarks marks) {
        try (var consumer = clients.consumer("marks")) {
            @Nullable SeqMark first = marks.first(consumer);
            if (first == null) {
                throw new ClusterException(
                        ClusterException.Reason.TOPICS,
                        topics.marks() + ": no mark says which seqs the retained events have");
            }
            return first;
        }
    }
}
