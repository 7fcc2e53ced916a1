package net.atrelay.store.kafka;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import net.atrelay.store.Invariant;
import net.atrelay.store.bus.ListedAccount;
import net.atrelay.store.bus.RawBus;
import net.atrelay.store.host.CrawlRuleTable;
import net.atrelay.store.host.JournalTable;
import net.atrelay.store.log.Followed;
import net.atrelay.store.log.LogWriter;
import net.atrelay.store.log.Note;
import net.atrelay.store.rocks.RocksStore;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Producer;
import org.jspecify.annotations.Nullable;

/// One of the nodes that read hosts. Its store holds the table of all hosts: records of those that it reads it writes,
/// all others it follows, so it can take over any of them at once.
///
/// Opened, run and closed by one thread.
public final class IngestNode implements AutoCloseable {
    private static final long FOLLOWED_BYTES_MAX = 8L << 20;
    private static final Duration CURSORS_EVERY = Duration.ofSeconds(1);

    private final KafkaClients clients;
    private final ClusterTopics topics;
    private final Consumer<Throwable> onFatal;
    private final Producer<byte[], byte[]> producer;
    private final Admin admin;
    private final KafkaWatch watch;
    private final RocksStore store;
    private final RawTopic raw;
    private @Nullable HostPublisher publisher;
    private @Nullable TopicFollower follower;
    private final HostTelling telling;
    private final Arrivals arrivals = new Arrivals();
    private @Nullable ControlReader reader;
    private @Nullable ActivityTeller activities;
    /// Null until hosts are read.
    private volatile @Nullable HostsReader hosts;

    /// Opens the store behind what publishes.
    ///
    /// @param opening opens the store with what is put before its writer
    public IngestNode(
            KafkaClients clients, Function<UnaryOperator<LogWriter>, RocksStore> opening, Consumer<Throwable> onFatal) {
        this.clients = clients;
        this.onFatal = onFatal;
        topics = ClusterTopics.of(clients.config().topics());
        admin = clients.admin("ingest");
        watch = new KafkaWatch(admin, clients.config());
        producer = clients.patientProducer("ingest");
        store = opening.apply(tables -> {
            publisher = new HostPublisher(tables, producer, topics, CURSORS_EVERY, onFatal);
            return publisher;
        });
        telling = new HostTelling(producer, topics, onFatal);
        store.onFollowed(this::onFollowed);
        raw = new RawTopic(producer, topics, store.outcomes(), onFatal);
    }

    public RocksStore store() {
        return store;
    }

    /// Whether brokers answer: without them hosts are read until buffers are full. Any thread.
    public boolean hearsKafka() {
        return watch.answers();
    }

    /// Takes the frames of hosts.
    public RawBus bus() {
        return raw;
    }

    /// Hands on what a host has listed of an account, to the node that judges it.
    ///
    /// @return done once it is acknowledged
    public CompletionStage<@Nullable Void> listed(ListedAccount account) {
        return raw.offer(account);
    }

    /// What holds for all hosts, read as it is in this node's table and written for all nodes. A write waits for
    /// Kafka as long as it must.
    public CrawlRuleTable rules() {
        return new ClusterRules(
                store.crawlRules(), new AdminTopic(producer, topics, arrivals), CompletableFuture::join);
    }

    /// Journals of the hosts that are read here, told to all nodes when they are stored.
    public JournalTable journals() {
        return telling.journals(store, "");
    }

    /// Brings the table of hosts up to date. Blocks until it is.
    public void catchUp() {
        TopicFollower following = new TopicFollower(
                "hosts",
                clients.consumer("hosts"),
                admin,
                store.followed(),
                new TableDecoder(topics),
                FOLLOWED_BYTES_MAX,
                clients.config().noticeEvery(),
                onFatal);
        follower = following;
        following.start();
        following.follow(topics.byHost(topics.hosts()));
        following.follow(List.of(ClusterTopics.only(topics.admin())));
        following.caughtUp().join();
    }

    /// Joins the group of ingest nodes. The table is up to date.
    public void run(HostsReader streams) {
        TopicFollower following = follower;
        HostPublisher publishing = publisher;
        Invariant.check(following != null && publishing != null, "table: not caught up (expected: before the group)");
        if (following == null || publishing == null) {
            return;
        }
        ControlReader reading = new ControlReader(
                clients.groupConsumer("control", clients.config().topics().prefix() + "-ingest"),
                topics,
                following,
                store.followed(),
                () -> {
                    raw.flush();
                    publishing.sendCursors();
                    producer.flush();
                },
                streams,
                telling,
                onFatal);
        reader = reading;
        hosts = streams;
        streams.rulesChanged();
        ActivityTeller teller = new ActivityTeller(streams::activities, telling::tell, System::nanoTime);
        activities = teller;
        teller.start(onFatal);
        reading.start();
    }

    /// Has the host added by the node that reads it.
    ///
    /// @param hostname in the one form that records have
    public void add(String hostname) {
        var _ = new ControlTopic(producer, topics)
                .send(hostname, new ControlRecord.Add())
                .exceptionally(failure -> {
                    onFatal.accept(failure);
                    return null;
                });
    }

    /// Appender thread.
    private void onFollowed(Followed taken) {
        arrivals.passed(taken.place());
        HostsReader streams = hosts;
        if (streams == null) {
            return;
        }
        taken.hosts().forEach(streams::hostFollowed);
        for (Note note : taken.notes()) {
            switch (note) {
                case Note.Rule _ -> streams.rulesChanged();
                case Note.Journal(var journal, var writer) -> {
                    if (writer.isEmpty()) {
                        streams.journalFollowed(journal);
                    }
                }
                case Note.Audit _, Note.Activity _, Note.Answer _ -> {}
            }
        }
    }

    /// Leaves the group. The hosts that were read here are not read any more after it.
    public void leave() {
        if (reader != null) {
            reader.close();
        }
    }

    /// Publishes what is left and closes the store.
    @Override
    public void close() {
        leave();
        if (activities != null) {
            activities.close();
        }
        if (follower != null) {
            follower.close();
        }
        raw.flush();
        raw.close();
        store.close();
        if (publisher != null) {
            publisher.close();
        }
        watch.close();
        producer.close();
        admin.close();
    }
}
