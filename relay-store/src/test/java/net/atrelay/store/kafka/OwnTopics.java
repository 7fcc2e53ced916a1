package net.atrelay.store.kafka;

import net.atrelay.store.kafka.broker.Brokers;
import org.junit.jupiter.api.TestInfo;

/// Tests that share brokers have topics of their own there.
final class OwnTopics {
    private OwnTopics() {}

    /// Topics that have the test's name, and one replica.
    static KafkaConfig of(Brokers brokers, TestInfo test, int accountPartitions, int hostPartitions) {
        KafkaConfig.Layout layout = KafkaConfig.Layout.DEFAULTS
                .withReplicas(1, 1)
                .withPartitions(accountPartitions, hostPartitions)
                .withPrefix(test.getTestMethod().orElseThrow().getName());
        return KafkaConfig.defaults().withBootstrapServers(brokers.addresses()).withTopics(layout);
    }
}
