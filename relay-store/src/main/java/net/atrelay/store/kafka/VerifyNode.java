package net.atrelay.store.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import net.atrelay.store.log.LogWriter;
import net.atrelay.store.rocks.RocksStore;
import org.apache.kafka.clients.admin.Admin;
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
    private final Tenure tenure = new Tenure();
    private final RocksStore store;
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
            KafkaClients clients, Function<UnaryOperator<LogWriter>, RocksStore> opening, Consumer<Throwable> onFatal) {
        this.clients = clients;
        this.onFatal = onFatal;
        KafkaConfig config = clients.config();
        topics = ClusterTopics.of(config.topics());
        admin = clients.admin("verify");
        watch = new KafkaWatch(admin, config);
        group = config.topics().prefix() + "-verify";
        Duration regroupMax = config.sessionTimeout().multipliedBy(REGROUP_SESSIONS);
        store = opening.apply(tables -> {
            publisher = new VerifyPublisher(tables, topics, tenure, config.node(), regroupMax);
            return publisher;
        });
    }

    public RocksStore store() {
        return store;
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
                onFatal);
        follower = following;
        following.start();
        following.follow(topics.byAccount(topics.accounts(), topics.waiting()));
        following.follow(topics.byHost(topics.hosts()));
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
        reading.start();
    }

    /// Judges what was read, makes it durable, leaves the group, and closes the store.
    @Override
    public void close() {
        if (reader != null) {
            reader.close();
        }
        if (follower != null) {
            follower.close();
        }
        store.close();
        if (producer != null) {
            producer.close();
        }
        watch.close();
        admin.close();
    }

    /// On the reader's thread: this node's transactions, which begin when it is a member of the group.
    private final class Transactions implements RawReader.Entry {
        @Override
        public void before(Collection<TopicPartition> taken) {
            LeftTransactions left = new LeftTransactions(admin, clients.config(), group);
            if (tenure.isShutOut()) {
                left.refuseNamesake();
                afterLoss();
            }
            VerifyPublisher writer = publisher;
            if (producer == null && writer != null) {
                Producer<byte[], byte[]> begun = clients.transactionalProducer(
                        "verify",
                        LeftTransactions.transactionalId(
                                clients.config(), clients.config().node()));
                producer = begun;
                begin(begun);
                writer.use(begun);
            }
            if (!taken.isEmpty()) {
                left.end(taken);
            }
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
