package net.atrelay.store.kafka;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import net.atrelay.store.kafka.ClusterException.Reason;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// Makes Kafka's clients as loss-free use needs them. Any thread may ask; who gets a client owns and closes it.
///
/// - Producers are idempotent, wait for all in-sync replicas, and try each record until it is written: what fails
///   is the transaction or the process, never one record among others.
/// - Consumers read what is committed, keep no positions by themselves, and never jump: where a position is not
///   there any more, that is an error (`auto.offset.reset=none`).
///
/// The operator's file adds to this what a network needs (TLS, SASL, sizes of sockets); it may not change what the
/// relay sets. Its values are told to nobody.
public final class KafkaClients {
    private static final int BATCH_BYTES = 256 << 10;
    private static final int BUFFER_BYTES = 64 << 20;
    private static final int FETCH_BYTES_MAX = 16 << 20;
    private static final int PARTITION_FETCH_BYTES_MAX = 4 << 20;
    private static final int POLL_RECORDS_MAX = 2_000;
    private static final int IN_FLIGHT_REQUESTS_MAX = 5;
    /// A transaction that follows another at once is refused until the coordinator is done with that one, which
    /// takes it some milliseconds.
    private static final Duration TRANSACTION_RETRY = Duration.ofMillis(5);
    /// A request costs the broker and those who wait for its records more than some ten records in it do, so
    /// at a low rate it gathers for so long. Who waits for records flushes.
    private static final Duration LINGER = Duration.ofMillis(10);
    /// A broker that takes a request and does not answer is given up after this; another one may lead by then.
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(10);
    /// Frames are mostly hashes and signatures: they shrink little, so what counts is the time it takes.
    private static final String COMPRESSION = "lz4";

    private final KafkaConfig config;
    private final Map<String, String> operatorProperties;

    private KafkaClients(KafkaConfig config, Map<String, String> operatorProperties) {
        this.config = config;
        this.operatorProperties = operatorProperties;
    }

    /// Reads the operator's file.
    ///
    /// @throws ClusterException when it cannot be read, or sets what the relay sets ([Reason#PROPERTIES])
    public static KafkaClients of(KafkaConfig config) {
        KafkaClients clients = new KafkaClients(config, read(config.clientFile()));
        clients.refuseOwnProperties();
        return clients;
    }

    public KafkaConfig config() {
        return config;
    }

    public Admin admin(String purpose) {
        return made(() -> Admin.create(adminProperties(purpose)));
    }

    /// Writes records each for itself, each once.
    ///
    /// @param purpose a word for the client's name
    public KafkaProducer<byte[], byte[]> producer(String purpose) {
        return made(() -> new KafkaProducer<>(producerProperties(purpose)));
    }

    /// As [#producer], for a thread that may wait: whoever sends is blocked while brokers are away and the buffer is
    /// full, however long that takes, instead of losing the record.
    public KafkaProducer<byte[], byte[]> patientProducer(String purpose) {
        return made(() -> new KafkaProducer<>(patientProperties(purpose)));
    }

    /// Writes records in transactions.
    ///
    /// @param transactionalId of which the newest producer shuts out all older ones
    public KafkaProducer<byte[], byte[]> transactionalProducer(String purpose, String transactionalId) {
        return made(() -> new KafkaProducer<>(transactionalProperties(purpose, transactionalId)));
    }

    /// Reads partitions that it is given ([KafkaConsumer#assign]).
    public KafkaConsumer<byte[], byte[]> consumer(String purpose) {
        return made(() -> new KafkaConsumer<>(consumerProperties(purpose)));
    }

    /// Reads partitions that the members of a group share.
    public KafkaConsumer<byte[], byte[]> groupConsumer(String purpose, String group) {
        return made(() -> new KafkaConsumer<>(groupProperties(purpose, group)));
    }

    Map<String, Object> adminProperties(String purpose) {
        Map<String, Object> properties = new HashMap<>(operatorProperties);
        properties.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, config.bootstrapServers());
        properties.put(CommonClientConfigs.CLIENT_ID_CONFIG, clientId(purpose));
        properties.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, millis(REQUEST_TIMEOUT));
        return properties;
    }

    Map<String, Object> producerProperties(String purpose) {
        Map<String, Object> properties = adminProperties(purpose);
        properties.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        properties.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.RETRIES_CONFIG, Integer.MAX_VALUE);
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.MAX_VALUE);
        properties.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, IN_FLIGHT_REQUESTS_MAX);
        properties.put(ProducerConfig.LINGER_MS_CONFIG, millis(LINGER));
        properties.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
        properties.put(ProducerConfig.BUFFER_MEMORY_CONFIG, (long) BUFFER_BYTES);
        properties.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, COMPRESSION);
        properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, config.topics().recordBytesMax());
        return properties;
    }

    Map<String, Object> patientProperties(String purpose) {
        Map<String, Object> properties = producerProperties(purpose);
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, Long.MAX_VALUE);
        // A partition that comes back from an outage takes any batch for its first: a second one that was under way
        // would overtake one that was refused, which is out of order then for ever.
        properties.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
        return properties;
    }

    Map<String, Object> transactionalProperties(String purpose, String transactionalId) {
        Map<String, Object> properties = producerProperties(purpose);
        properties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
        properties.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, millis(config.transactionTimeout()));
        properties.put(ProducerConfig.RETRY_BACKOFF_MS_CONFIG, millis(TRANSACTION_RETRY));
        return properties;
    }

    Map<String, Object> consumerProperties(String purpose) {
        Map<String, Object> properties = adminProperties(purpose);
        properties.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        properties.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        properties.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES_MAX);
        properties.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, PARTITION_FETCH_BYTES_MAX);
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, POLL_RECORDS_MAX);
        return properties;
    }

    Map<String, Object> groupProperties(String purpose, String group) {
        Map<String, Object> properties = consumerProperties(purpose);
        properties.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        properties.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "classic");
        properties.put(
                ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
                List.of(CooperativeStickyAssignor.class.getName()));
        properties.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, millis(config.sessionTimeout()));
        properties.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, millis(config.heartbeatInterval()));
        properties.put(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, millis(config.pollIntervalMax()));
        return properties;
    }

    private String clientId(String purpose) {
        return config.clientId() + (config.node().isEmpty() ? "-" : "-" + config.node() + "-") + purpose;
    }

    /// What the relay sets, a file must not: a relay that loses events would run as well as any.
    private void refuseOwnProperties() {
        KafkaClients bare = new KafkaClients(config, Map.of());
        Set<String> taken = new TreeSet<>(bare.transactionalProperties("", "").keySet());
        taken.addAll(bare.patientProperties("").keySet());
        taken.addAll(bare.groupProperties("", "").keySet());
        taken.retainAll(operatorProperties.keySet());
        if (!taken.isEmpty()) {
            throw new ClusterException(
                    Reason.PROPERTIES,
                    config.clientFile() + ": sets what only the relay may: " + String.join(", ", taken));
        }
    }

    private static Map<String, String> read(Path file) {
        Map<String, String> properties = new HashMap<>();
        if (file.toString().isEmpty()) {
            return properties;
        }
        Properties found = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            found.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            // Not the message: it may have text of the file.
            throw new ClusterException(
                    Reason.PROPERTIES,
                    file + ": cannot be read as properties (" + e.getClass().getSimpleName() + ")");
        }
        found.stringPropertyNames().forEach(name -> properties.put(name, found.getProperty(name)));
        return properties;
    }

    /// Kafka refuses bad properties when a client is made.
    private <C> C made(Maker<C> maker) {
        try {
            return maker.make();
        } catch (KafkaException e) {
            throw new ClusterException(
                    Reason.PROPERTIES,
                    "Kafka's clients cannot be made with "
                            + (operatorProperties.isEmpty() ? "these settings" : config.clientFile())
                            + ": " + Failure.text(e),
                    e);
        }
    }

    private static int millis(Duration duration) {
        return Math.toIntExact(duration.toMillis());
    }

    @FunctionalInterface
    private interface Maker<C> {
        C make();
    }
}
