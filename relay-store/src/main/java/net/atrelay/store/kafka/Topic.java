package net.atrelay.store.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import net.atrelay.store.kafka.KafkaConfig.Layout;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.jspecify.annotations.Nullable;

/// The topics of a cluster (`docs/cluster.md`).
///
/// Times of records are those of their arrival at the broker (`LogAppendTime`), so that a wrong clock of one of our
/// machines neither drops records early nor keeps them for ever.
public enum Topic {
    /// Frames of hosts as they came; key: DID.
    RAW(Scope.ACCOUNTS, Keeping.WINDOW),
    /// What consumers read, in the one order there is.
    EVENTS(Scope.ONE, Keeping.WINDOW),
    /// State of each account; key: DID. Compacted.
    ACCOUNTS(Scope.ACCOUNTS, Keeping.NEWEST),
    /// Frames that wait for an answer. Compacted; an empty value when a frame has left.
    WAITING(Scope.ACCOUNTS, Keeping.NEWEST),
    /// State of each host; key: hostname. Compacted.
    HOSTS(Scope.HOSTS, Keeping.NEWEST),
    /// What operators and the public ask of hosts; key: hostname. A partition's reader is the worker of its hosts.
    CONTROL(Scope.HOSTS, Keeping.WINDOW),
    /// What operators have decided for all hosts, and the record of each change. Compacted; few records.
    ADMIN(Scope.ONE, Keeping.NEWEST),
    /// Which seq an offset of `events` has. Few records.
    MARKS(Scope.ONE, Keeping.WINDOW);

    /// Compacted topics are read whole at a start, so their segments are small and soon ready to be compacted.
    private static final int COMPACTED_SEGMENT_BYTES = 128 << 20;

    private static final Duration COMPACTED_WITHIN = Duration.ofHours(6);
    private static final String DIRTY_RATIO = "0.2";
    /// A window is dropped in so many steps.
    private static final int WINDOW_SEGMENTS = 24;

    private static final Duration SEGMENT_MIN = Duration.ofMinutes(1);

    private final Scope scope;
    private final Keeping keeping;

    Topic(Scope scope, Keeping keeping) {
        this.scope = scope;
        this.keeping = keeping;
    }

    /// Its name under the prefix: `atrelay.raw`.
    public String name(Layout layout) {
        return layout.prefix() + "." + word();
    }

    /// Its name without a prefix: `raw`.
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Null when there is none of this name.
    static @Nullable Topic ofWord(String word) {
        for (Topic topic : values()) {
            if (topic.word().equals(word)) {
                return topic;
            }
        }
        return null;
    }

    public int partitions(Layout layout) {
        return switch (scope) {
            case ONE -> 1;
            case ACCOUNTS -> layout.accountPartitions();
            case HOSTS -> layout.hostPartitions();
        };
    }

    /// How long a record is kept; where the topic is compacted, how long a removal is.
    Duration retention(Layout layout) {
        return switch (this) {
            case RAW, WAITING -> layout.rawRetention();
            case EVENTS, ACCOUNTS, HOSTS, CONTROL, ADMIN, MARKS -> layout.eventsRetention();
        };
    }

    /// What it is made with.
    List<Setting> settings(Layout layout) {
        List<Setting> settings = new ArrayList<>();
        settings.add(Setting.atLeast(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, layout.recordBytesMax()));
        settings.add(Setting.atLeast(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, layout.inSyncReplicasMin()));
        settings.add(Setting.exact(TopicConfig.UNCLEAN_LEADER_ELECTION_ENABLE_CONFIG, "false"));
        settings.add(Setting.exact(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime"));
        settings.add(Setting.free(TopicConfig.COMPRESSION_TYPE_CONFIG, "producer"));
        switch (keeping) {
            case WINDOW -> addWindow(settings, retention(layout));
            case NEWEST -> addCompaction(settings, retention(layout));
        }
        return List.copyOf(settings);
    }

    NewTopic toMake(Layout layout) {
        Map<String, String> values = settings(layout).stream().collect(Collectors.toMap(Setting::name, Setting::value));
        return new NewTopic(name(layout), partitions(layout), (short) layout.replicas()).configs(values);
    }

    private static void addWindow(List<Setting> settings, Duration retention) {
        Duration segment = retention.dividedBy(WINDOW_SEGMENTS);
        settings.add(Setting.exact(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE));
        settings.add(Setting.atLeast(TopicConfig.RETENTION_MS_CONFIG, retention.toMillis()));
        settings.add(Setting.exact(TopicConfig.RETENTION_BYTES_CONFIG, Setting.UNLIMITED));
        settings.add(Setting.free(
                TopicConfig.SEGMENT_MS_CONFIG, Long.toString(Math.max(segment.toMillis(), SEGMENT_MIN.toMillis()))));
    }

    private static void addCompaction(List<Setting> settings, Duration retention) {
        settings.add(Setting.exact(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT));
        settings.add(Setting.atLeast(TopicConfig.DELETE_RETENTION_MS_CONFIG, retention.toMillis()));
        settings.add(Setting.free(TopicConfig.MIN_COMPACTION_LAG_MS_CONFIG, "0"));
        settings.add(
                Setting.free(TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG, Long.toString(COMPACTED_WITHIN.toMillis())));
        settings.add(Setting.free(TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG, DIRTY_RATIO));
        settings.add(Setting.free(TopicConfig.SEGMENT_BYTES_CONFIG, Integer.toString(COMPACTED_SEGMENT_BYTES)));
    }

    /// What its partitions divide.
    private enum Scope {
        ONE,
        ACCOUNTS,
        HOSTS
    }

    /// Which of its records stay.
    private enum Keeping {
        /// All of a time.
        WINDOW,
        /// The newest of each key.
        NEWEST
    }

    /// A topic's setting, and what may be found in its place.
    ///
    /// @param name as Kafka has it
    /// @param value when the topic is made
    /// @param rule for what is found later
    record Setting(String name, String value, Rule rule) {
        static final String UNLIMITED = "-1";

        static Setting exact(String name, String value) {
            return new Setting(name, value, Rule.EXACT);
        }

        static Setting atLeast(String name, long value) {
            return new Setting(name, Long.toString(value), Rule.AT_LEAST);
        }

        static Setting free(String name, String value) {
            return new Setting(name, value, Rule.FREE);
        }

        boolean allows(String found) {
            return switch (rule) {
                case FREE -> true;
                case EXACT -> found.equals(value);
                case AT_LEAST -> found.equals(UNLIMITED) || Long.parseLong(found) >= Long.parseLong(value);
            };
        }

        String expected() {
            return rule == Rule.AT_LEAST ? "at least " + value : value;
        }

        /// What else than the value may be found.
        enum Rule {
            EXACT,
            AT_LEAST,
            /// A matter of cost alone, which an operator may tune.
            FREE
        }
    }
}
