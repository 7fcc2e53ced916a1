package net.atrelay.store.kafka;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.ApiVersions;
import org.apache.kafka.clients.ClientRequest;
import org.apache.kafka.clients.ClientResponse;
import org.apache.kafka.clients.ClientUtils;
import org.apache.kafka.clients.DefaultHostResolver;
import org.apache.kafka.clients.ManualMetadataUpdater;
import org.apache.kafka.clients.NetworkClient;
import org.apache.kafka.clients.NetworkClientUtils;
import org.apache.kafka.clients.admin.AbortTransactionSpec;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.LeaderNotAvailableException;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.TransactionResult;
import org.apache.kafka.common.requests.WriteTxnMarkersRequest;
import org.apache.kafka.common.requests.WriteTxnMarkersRequest.TxnMarkerEntry;
import org.apache.kafka.common.requests.WriteTxnMarkersResponse;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.common.utils.internals.LogContext;

/// Writes the end of a transaction into one partition, in place of a coordinator that has not done it.
///
/// Kafka's administration can give a transaction up (`kafka-transactions.sh abort`) but not commit one, though the
/// request is the same. For that the request is sent here, with the clients' own means, to the leader of the
/// partition. Any thread.
final class EndMarker {
    /// As the administration does: an epoch that is the transaction's own is taken.
    private static final short ANY_VERSION = 0;

    private static final int CONNECT_MILLIS_MAX = 10_000;

    private final Admin admin;
    private final KafkaClients clients;

    EndMarker(Admin admin, KafkaClients clients) {
        this.admin = admin;
        this.clients = clients;
    }

    void giveUp(OpenTransaction open) throws ExecutionException, InterruptedException {
        admin.abortTransaction(new AbortTransactionSpec(
                        open.partition(), open.producerId(), (short) open.epoch(), open.coordinatorEpoch()))
                .all()
                .get();
    }

    /// @throws ExecutionException with the error of a broker, or [DisconnectException]
    void commit(OpenTransaction open) throws ExecutionException, InterruptedException {
        Node leader = leader(open.partition());
        try (Metrics metrics = new Metrics();
                NetworkClient network = network(metrics)) {
            if (!NetworkClientUtils.awaitReady(network, leader, Time.SYSTEM, CONNECT_MILLIS_MAX)) {
                throw new IOException("no connection");
            }
            check(open, NetworkClientUtils.sendAndReceive(network, request(network, leader, open), Time.SYSTEM));
        } catch (IOException e) {
            throw new ExecutionException(new DisconnectException(e.toString()));
        }
    }

    private Node leader(TopicPartition partition) throws ExecutionException, InterruptedException {
        String topic = partition.topic();
        TopicDescription described = Objects.requireNonNull(
                admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic));
        Node leader = described.partitions().stream()
                .filter(part -> part.partition() == partition.partition())
                .map(TopicPartitionInfo::leader)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(Node.noNode());
        if (leader.isEmpty()) {
            throw new ExecutionException(new LeaderNotAvailableException(partition.toString()));
        }
        return leader;
    }

    private NetworkClient network(Metrics metrics) {
        Map<String, Object> properties = clients.adminProperties("markers");
        AdminClientConfig config = new AdminClientConfig(properties);
        return ClientUtils.createNetworkClient(
                config,
                List.of(),
                config.getString(AdminClientConfig.CLIENT_ID_CONFIG),
                metrics,
                "markers",
                new LogContext(),
                new ApiVersions(),
                Time.SYSTEM,
                1,
                CONNECT_MILLIS_MAX,
                null,
                new ManualMetadataUpdater(),
                new DefaultHostResolver(),
                null,
                null);
    }

    private static ClientRequest request(NetworkClient network, Node leader, OpenTransaction open) {
        TxnMarkerEntry marker = new TxnMarkerEntry(
                open.producerId(),
                (short) open.epoch(),
                open.coordinatorEpoch(),
                TransactionResult.COMMIT,
                List.of(open.partition()),
                ANY_VERSION);
        return network.newClientRequest(
                leader.idString(),
                new WriteTxnMarkersRequest.Builder(List.of(marker)),
                Time.SYSTEM.milliseconds(),
                true);
    }

    private static void check(OpenTransaction open, ClientResponse response) throws ExecutionException {
        if (response.versionMismatch() != null) {
            throw new ExecutionException(response.versionMismatch());
        }
        Errors error = response.responseBody() instanceof WriteTxnMarkersResponse markers
                ? errorOf(open, markers)
                : Errors.NETWORK_EXCEPTION;
        if (error != Errors.NONE) {
            throw new ExecutionException(error.exception());
        }
    }

    private static Errors errorOf(OpenTransaction open, WriteTxnMarkersResponse markers) {
        return markers.errorsByProducerId()
                .getOrDefault(open.producerId(), Map.of())
                .getOrDefault(open.partition(), Errors.UNKNOWN_SERVER_ERROR);
    }
}
