package net.atrelay.store.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import net.atrelay.store.StoreMetrics;
import net.atrelay.store.bus.OverRate;
import net.atrelay.store.host.JournalTable;
import net.atrelay.store.kafka.OpenTransaction.Fate;
import net.atrelay.store.log.Followed;
import net.atrelay.store.log.LogWriter;
import net.atrelay.store.rocks.RocksStore;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One of the nodes that judge accounts. Its store holds the tables of all accounts and hosts: those of the accounts
/// that it owns it writes, all others it follows, so it can take over any of them at once.
///
/// Opened, run and closed by one thread.
public final class VerifyNode implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(VerifyNode.class);
    private static final long FOLLOWED_BYTES_MAX = 32L << 20;
    /// How many sessions long the group may be without this node before it gives up.
    private static final int REGROUP_SESSIONS = 5;

    private final KafkaClients clients;
    private final ClusterTopics topics;
    private final Consumer<Throwable> onFatal;
    private final Admin admin;
    private final KafkaWatch watch;
    private final HangingTransactions hanging;
    private final Tenure tenure = new Tenure();
    private final RocksStore store;
    /// What is told of hosts is no part of what the fold decides, and of no transaction.
    private final Producer<byte[], byte[]> notes;
    private final HostTelling telling;
    private final OverRateTeller overRates;
    private final String group;
    private @Nullable VerifyPublisher publisher;
    /// Of the reader's thread, while it runs.
    private @Nullable Producer<byte[], byte[]> producer;
    private @Nullable TopicFollower follower;
    private @Nullable RawReader reader;

    /// Opens the store behind what publishes.
    ///
    /// @param opening opens the store with what is put before its writer
    public VerifyNode(
            KafkaClients clients,
            StoreMetrics metrics,
            Function<UnaryOperator<LogWriter>, RocksStore> opening,
            Consumer<Throwable> onFatal) {
        this.clients = clients;
        this.onFatal = onFatal;
        KafkaConfig config = clients.config();
        topics = ClusterTopics.of(config.topics());
        admin = clients.admin("verify");
        watch = new KafkaWatch(admin, config);
        group = group(config);
        hanging = new HangingTransactions(admin, clients, group, metrics.hangingTransactions(Fate.class));
        Duration regroupMax = config.sessionTimeout().multipliedBy(REGROUP_SESSIONS);
        notes = clients.producer("verify-notes");
        telling = new HostTelling(notes, topics, onFatal);
        ControlTopic control = new ControlTopic(notes, topics);
        overRates = new OverRateTeller((hostname, over) -> control.send(hostname, new ControlRecord.Slow(over)));
        store = opening.apply(tables -> {
            publisher = new VerifyPublisher(
                    tables, topics, tenure, config.node(), regroupMax, () -> hanging.endOwn(transactionalId()));
            return publisher;
        });
    }

    /// The group that shares the accounts of a cluster.
    static String group(KafkaConfig config) {
        return config.topics().prefix() + "-verify";
    }

    private String transactionalId() {
        return LeftTransactions.transactionalId(
                clients.config(), clients.config().node());
    }

    public RocksStore store() {
        return store;
    }

    /// Who hears of what was taken over from other nodes, on the appender thread, once it is durable. Must not block.
    public void onFollowed(Consumer<Followed> listener) {
        store.onFollowed(listener);
    }

    /// Journals of hosts whose accounts are judged here, told to all nodes when they are stored.
    public JournalTable journals() {
        return telling.journals(store, clients.config().node());
    }

    /// Has the node that reads a host read it no further for a while, for an account that was judged here. Returns at
    /// once. Any thread.
    public void slow(String hostname, OverRate account) {
        overRates.found(hostname, account);
    }

    /// Whether brokers answer: without them nothing is judged. Any thread.
    public boolean hearsKafka() {
        return watch.answers();
    }

    /// Brings the tables up to date, then joins the group of verify nodes. Blocks until the tables are.
    ///
    /// @param inFlightBytesMax bytes read and not yet settled above which nothing more is read
    public void run(RawEngine.Starter engines, long inFlightBytesMax) {
        TopicFollower following = new TopicFollower(
                "tables",
                clients.consumer("tables"),
                admin,
                store.followed(),
                new TableDecoder(topics),
                FOLLOWED_BYTES_MAX,
                clients.config().noticeEvery(),
                onFatal);
        follower = following;
        following.start();
        hanging.start();
        following.follow(topics.byAccount(topics.accounts(), topics.waiting()));
        following.follow(topics.byHost(topics.hosts()));
        following.follow(List.of(ClusterTopics.only(topics.admin())));
        following.caughtUp().join();
        RawReader reading = new RawReader(
                clients.groupConsumer(RawReader.CLIENT, group),
                topics,
                tenure,
                new Transactions(),
                following,
                store.followed(),
                store.outcomes(),
                engines,
                inFlightBytesMax,
                onFatal);
        reader = reading;
        store.onSettled(reading);
        overRates.start(onFatal);
        reading.start();
    }

    /// Judges what was read, makes it durable, and leaves the group.
    public void leave() {
        if (reader != null) {
            reader.close();
        }
    }

    /// Leaves the group and closes the store.
    @Override
    public void close() {
        leave();
        if (follower != null) {
            follower.close();
        }
        store.close();
        overRates.close();
        notes.close();
        if (producer != null) {
            producer.close();
        }
        hanging.close();
        watch.close();
        admin.close();
    }

    /// On the reader's thread: this node's transactions, which begin when it is a member of the group.
    private final class Transactions implements RawReader.Entry {
        @Override
        public void before(Collection<TopicPartition> taken) {
            VerifyPublisher writer = publisher;
            if (producer == null && writer != null) {
                String id = transactionalId();
                Producer<byte[], byte[]> begun = clients.transactionalProducer("verify", id);
                producer = begun;
                // What hangs of an earlier process would end as the first transaction here does.
                Map<Long, TransactionDescription> before = hanging.known(List.of(id));
                begin(begun);
                hanging.endLeft(before);
                hanging.begins(id);
                writer.use(begun, new OutageSigns(begun, System::nanoTime));
            }
            new LeftTransactions(admin, clients.config(), group, hanging).end(taken);
        }

        @Override
        public void afterLoss() {
            if (producer != null) {
                producer.close(Duration.ZERO);
                producer = null;
            }
        }
    }

    /// Shuts out an earlier process of this node.
    private static void begin(Producer<byte[], byte[]> producer) {
        while (true) {
            try {
                producer.initTransactions();
                return;
            } catch (TimeoutException e) {
                LOG.warn("brokers do not answer: waiting to begin ({})", e.getMessage());
            }
        }
    }
}
