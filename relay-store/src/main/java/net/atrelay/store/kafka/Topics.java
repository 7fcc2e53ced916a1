package net.atrelay.store.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import net.atrelay.store.kafka.ClusterException.Reason;
import net.atrelay.store.kafka.KafkaConfig.Layout;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes and checks the topics of a cluster. Owned by one thread.
///
/// Topics that are there are never changed: what partitions and retention they have is the operator's decision, and
/// a fault is told in a sentence that names topic, what was found and what is expected.
public final class Topics implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Topics.class);
    private static final Duration ATTEMPT = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofMillis(100);
    /// How long a topic that was made may take to be seen at every broker.
    private static final Duration SEEN_WITHIN = Duration.ofSeconds(30);

    private final KafkaConfig config;
    private final Admin admin;

    private Topics(KafkaConfig config, Admin admin) {
        this.config = config;
        this.admin = admin;
    }

    /// Asks nothing yet.
    ///
    /// @throws ClusterException when the properties for clients are bad
    public static Topics of(KafkaClients clients) {
        return new Topics(clients.config(), clients.admin("topics"));
    }

    /// Waits until Kafka answers, and says so in the log while it does not.
    ///
    /// @return the id of the cluster, which is another one for each that was ever made
    /// @throws ClusterException [Reason#AWAY] after `timeout`; [Reason#REFUSED] at once
    public String await(Duration timeout) throws InterruptedException {
        long start = System.nanoTime();
        long notices = 0;
        while (true) {
            try {
                return admin.describeCluster(new DescribeClusterOptions().timeoutMs((int) ATTEMPT.toMillis()))
                        .clusterId()
                        .get();
            } catch (ExecutionException e) {
                Throwable cause = Failure.cause(e);
                long waited = System.nanoTime() - start;
                if (!Failure.isPassing(cause) || waited >= timeout.toNanos()) {
                    throw Failure.refusal("Kafka does not answer at " + config.bootstrapServers(), cause);
                }
                if (waited / config.noticeEvery().toNanos() > notices) {
                    notices = waited / config.noticeEvery().toNanos();
                    LOG.warn("Kafka does not answer, waiting; servers={}", config.bootstrapServers());
                }
                pause();
            }
        }
    }

    /// Makes the topics that are missing. Two processes may do so at once.
    ///
    /// @return the names of those that it has made
    /// @throws ClusterException when Kafka does not make one, for instance for want of brokers
    public List<String> create() throws InterruptedException {
        Layout layout = config.topics();
        Set<String> there = describe().keySet();
        List<String> made = new ArrayList<>();
        for (Topic topic : Topic.values()) {
            if (!there.contains(topic.name(layout)) && make(topic, layout)) {
                made.add(topic.name(layout));
            }
        }
        awaitAll();
        return made;
    }

    /// Deletes those that are there, with all that is in them, and makes all anew.
    void remake() throws InterruptedException {
        Set<String> there = describe().keySet();
        try {
            admin.deleteTopics(there).all().get();
        } catch (ExecutionException e) {
            throw Failure.refusal("topics cannot be deleted", Failure.cause(e));
        }
        long start = System.nanoTime();
        while (!describe().isEmpty()) {
            if (System.nanoTime() - start > SEEN_WITHIN.toNanos()) {
                throw new ClusterException(Reason.AWAY, "topics were deleted and are still seen");
            }
            pause();
        }
        var _ = create();
    }

    /// What is wrong, a sentence for each fault; empty when all is well.
    public List<String> faults() throws InterruptedException {
        Map<String, TopicDescription> descriptions = describe();
        Map<String, Config> settings = settings(descriptions.keySet());
        List<String> faults = new ArrayList<>();
        for (Topic topic : Topic.values()) {
            TopicFaults.of(topic, config.topics(), descriptions, settings, faults);
        }
        return faults;
    }

    /// Refuses a start on topics that would lose or mix events, or of which nobody has said yet which seq the first
    /// event has.
    ///
    /// @throws ClusterException with all faults ([Reason#TOPICS])
    public void check() throws InterruptedException {
        checkSettings();
        ClusterTopics topics = ClusterTopics.of(config.topics());
        if (new SeqMarks(topics, admin).isEmpty()) {
            throw new ClusterException(
                    Reason.TOPICS,
                    "topic " + topics.marks() + ": empty, so no event has a seq"
                            + " (expected: relay topics --create, or an import that has ended)");
        }
    }

    /// @throws ClusterException with all faults ([Reason#TOPICS])
    void checkSettings() throws InterruptedException {
        List<String> faults = faults();
        if (!faults.isEmpty()) {
            throw new ClusterException(Reason.TOPICS, faults, null);
        }
    }

    @Override
    public void close() {
        admin.close(ATTEMPT);
    }

    private boolean make(Topic topic, Layout layout) throws InterruptedException {
        try {
            admin.createTopics(List.of(topic.toMake(layout)), new CreateTopicsOptions().retryOnQuotaViolation(true))
                    .all()
                    .get();
            return true;
        } catch (ExecutionException e) {
            Throwable cause = Failure.cause(e);
            if (cause instanceof TopicExistsException) {
                return false;
            }
            throw Failure.refusal("topic " + topic.name(layout) + " cannot be made", cause);
        }
    }

    /// A broker may answer with what it knew a moment ago.
    private void awaitAll() throws InterruptedException {
        long start = System.nanoTime();
        while (!isAllSeen()) {
            if (System.nanoTime() - start > SEEN_WITHIN.toNanos()) {
                throw new ClusterException(Reason.AWAY, "topics were made and are not seen at every broker");
            }
            pause();
        }
    }

    private boolean isAllSeen() throws InterruptedException {
        Map<String, TopicDescription> seen = describe();
        return Arrays.stream(Topic.values()).allMatch(topic -> {
            TopicDescription description = seen.get(topic.name(config.topics()));
            return description != null
                    && description.partitions().stream()
                            .allMatch(partition -> partition.leader() != null
                                    && !partition.leader().isEmpty());
        });
    }

    /// Those that are there, by name.
    private Map<String, TopicDescription> describe() throws InterruptedException {
        Map<String, TopicDescription> found = new TreeMap<>();
        Map<String, KafkaFuture<TopicDescription>> answers =
                admin.describeTopics(names()).topicNameValues();
        for (Map.Entry<String, KafkaFuture<TopicDescription>> answer : answers.entrySet()) {
            try {
                found.put(answer.getKey(), answer.getValue().get());
            } catch (ExecutionException e) {
                Throwable cause = Failure.cause(e);
                if (!(cause instanceof UnknownTopicOrPartitionException)) {
                    throw Failure.refusal("topic " + answer.getKey() + " cannot be looked at", cause);
                }
            }
        }
        return found;
    }

    private Map<String, Config> settings(Collection<String> names) throws InterruptedException {
        List<ConfigResource> resources = names.stream()
                .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                .toList();
        try {
            return admin.describeConfigs(resources).all().get().entrySet().stream()
                    .collect(Collectors.toMap(entry -> entry.getKey().name(), Map.Entry::getValue));
        } catch (ExecutionException e) {
            throw Failure.refusal("settings of topics cannot be read", Failure.cause(e));
        }
    }

    private List<String> names() {
        return Arrays.stream(Topic.values())
                .map(topic -> topic.name(config.topics()))
                .toList();
    }

    private static void pause() throws InterruptedException {
        LockSupport.parkNanos(PAUSE.toNanos());
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }
}
