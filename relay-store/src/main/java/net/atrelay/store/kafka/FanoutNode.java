package net.atrelay.store.kafka;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import net.atrelay.store.bus.CrawlAnswer;
import net.atrelay.store.log.Followed;
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
    private final ClusterAdmin administration;
    /// Null until somebody wants to hear.
    private volatile @Nullable Consumer<Followed> listener;

    private final List<TopicFollower> followers = new CopyOnWriteArrayList<>();

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
        administration = new ClusterAdmin(clients.config(), producer, admin, store, this::caughtUp);
        store.onFollowed(this::onFollowed);
    }

    public RocksStore store() {
        return store;
    }

    /// Whether brokers answer: without them nothing new comes. Any thread.
    public boolean hearsKafka() {
        return watch.answers();
    }

    /// Fills the store. Blocks until it holds all that the topics held at the call, and goes on filling it.
    ///
    /// What is read of the log until then is shown to nobody before the tables are as far; what comes later waits
    /// for them ([AccountsFirst]).
    public void catchUp() {
        TopicFollower events = follower("events");
        TopicPartition log = new TopicPartition(topics.events(), 0);
        events.follow(List.of(log), begin.offset());
        TopicFollower tables = follower("tables");
        tables.follow(topics.byAccount(topics.accounts()));
        tables.follow(topics.byHost(topics.hosts()));
        tables.follow(List.of(ClusterTopics.only(topics.admin())));
        events.caughtUp().join();
        events.holdBack(new AccountsFirst(topics, store.accounts(), tables::caughtUp)::before);
        events.caughtUp().join();
        tables.caughtUp().join();
    }

    /// Whether events are held back until tables are as far as they are.
    boolean holdsBack() {
        return followers.stream().anyMatch(TopicFollower::holdsBack);
    }

    /// What an operator may ask of the cluster here.
    public ClusterAdmin administration() {
        return administration;
    }

    /// Who hears of what was taken over from other nodes, on the appender thread, once it is durable. Must not block.
    public void onFollowed(Consumer<Followed> heard) {
        listener = heard;
    }

    private void onFollowed(Followed taken) {
        Consumer<Followed> heard = listener;
        if (heard != null) {
            heard.accept(taken);
        }
        administration.onFollowed(taken);
    }

    /// Done when all that the topics hold now is in the store.
    private CompletableFuture<Void> caughtUp() {
        return CompletableFuture.allOf(
                followers.stream().map(TopicFollower::caughtUp).toArray(CompletableFuture[]::new));
    }

    /// Asks the node that reads the host for a crawl.
    ///
    /// @param hostname in the one form that records have
    public CompletionStage<CrawlAnswer> requestCrawl(String hostname) {
        return new ControlTopic(producer, topics)
                .send(hostname, new ControlRecord.Crawl())
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
                clients.config().noticeEvery(),
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
