package net.atrelay.store.kafka;

import java.util.List;
import java.util.Map;
import net.atrelay.store.kafka.KafkaConfig.Layout;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.TopicConfig;

/// Compares one topic as it is with what it must be.
///
/// @param name of the topic
/// @param faults takes a sentence for each
record TopicFaults(String name, List<String> faults) {
    /// Adds the faults of a topic.
    ///
    /// @param descriptions of the topics that are there, by name
    /// @param settings of the same
    static void of(
            Topic topic,
            Layout layout,
            Map<String, TopicDescription> descriptions,
            Map<String, Config> settings,
            List<String> faults) {
        String name = topic.name(layout);
        TopicFaults found = new TopicFaults(name, faults);
        TopicDescription description = descriptions.get(name);
        Config config = settings.get(name);
        if (description == null || config == null) {
            faults.add("topic " + name + ": missing (expected: made by relay topics --create)");
            return;
        }
        found.addPartitions(description, topic.partitions(layout));
        int replicas = found.addReplicas(description, layout.replicas());
        topic.settings(layout).forEach(setting -> found.addSetting(config, setting));
        found.addUnwritable(config, replicas);
    }

    private void addPartitions(TopicDescription description, int expected) {
        int found = description.partitions().size();
        if (found != expected) {
            add("partitions", Integer.toString(found), Integer.toString(expected));
        }
    }

    /// @return replicas of the partition with the fewest
    private int addReplicas(TopicDescription description, int expected) {
        int found = description.partitions().stream()
                .mapToInt(partition -> partition.replicas().size())
                .min()
                .orElse(0);
        if (found < expected) {
            add("replicas", Integer.toString(found), "at least " + expected);
        }
        return found;
    }

    private void addSetting(Config config, Topic.Setting setting) {
        String found = valueOf(config, setting.name());
        if (!setting.allows(found)) {
            add(setting.name(), found, setting.expected());
        }
    }

    /// More replicas in sync than there are will never be.
    private void addUnwritable(Config config, int replicas) {
        String found = valueOf(config, TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG);
        if (Long.parseLong(found) > replicas) {
            add(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, found, "at most its replicas, " + replicas);
        }
    }

    private static String valueOf(Config config, String name) {
        ConfigEntry entry = config.get(name);
        String value = entry == null ? null : entry.value();
        if (value == null) {
            throw new IllegalStateException(name + ": not told (expected: a setting that every topic has)");
        }
        return value;
    }

    private void add(String what, String found, String expected) {
        faults.add("topic " + name + ": " + what + " is " + found + " (expected: " + expected + ")");
    }
}
