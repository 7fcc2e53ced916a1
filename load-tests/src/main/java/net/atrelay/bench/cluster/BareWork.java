package net.atrelay.bench.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import net.atrelay.atproto.syntax.Did;
import net.atrelay.bench.Floor;
import net.atrelay.store.kafka.ClusterTopics;
import net.atrelay.store.kafka.KafkaConfig;
import net.atrelay.store.record.Keyed;
import net.atrelay.store.record.RecordReader;

/// What all bare runs have in common: what they read and write, and what they do with a frame.
final class BareWork {
    /// What begins the names of the topics that are written.
    static final String PREFIX = "bare";

    /// Longer than a process is stopped while others have their turns.
    static final Duration SESSION = Duration.ofMinutes(4);

    /// About what the state of an account of these runs has.
    private static final int STATE_BYTES = 700;

    private final Task task;
    private final KafkaConfig config;
    private final Map<String, String> didKeys;

    /// What to do.
    ///
    /// @param group that shares the records; begins the ids of transactions, too
    /// @param proves whether each frame is proven
    /// @param folder for keys and state: [#keys(Path)] has a line for each account, of its DID and its key
    record Task(String group, boolean proves, int threads, String servers, int partitions, Path folder) {
        List<String> words() {
            return List.of(
                    group,
                    Boolean.toString(proves),
                    Integer.toString(threads),
                    servers,
                    Integer.toString(partitions),
                    folder.toString());
        }

        static Task of(List<String> words) {
            Iterator<String> word = words.iterator();
            return new Task(
                    word.next(),
                    Boolean.parseBoolean(word.next()),
                    Integer.parseInt(word.next()),
                    word.next(),
                    Integer.parseInt(word.next()),
                    Path.of(word.next()));
        }
    }

    BareWork(Task task) throws IOException {
        this.task = task;
        KafkaConfig defaults = KafkaConfig.defaults();
        config = new KafkaConfig(
                task.servers(),
                PREFIX,
                defaults.clientId(),
                defaults.clientFile(),
                defaults.commitInterval(),
                defaults.transactionTimeout(),
                SESSION,
                defaults.pollIntervalMax(),
                defaults.noticeEvery(),
                defaults.changeTimeout(),
                defaults.topics().withPartitions(task.partitions(), 1));
        didKeys = new HashMap<>();
        for (String line : Files.readAllLines(keys(task.folder()))) {
            String[] words = line.split(" ", 2);
            didKeys.put(words[0], words[1]);
        }
    }

    static Path keys(Path folder) {
        return folder.resolve("keys");
    }

    Task task() {
        return task;
    }

    KafkaConfig config() {
        return config;
    }

    /// The cluster's own topics.
    ClusterTopics from() {
        return ClusterTopics.of(config.topics());
    }

    /// Topics for what comes out.
    ClusterTopics to() {
        return ClusterTopics.of(config.topics().withPrefix(PREFIX));
    }

    /// A new state of an account.
    byte[] state() {
        return new byte[STATE_BYTES];
    }

    /// What becomes of a record of `raw`: its frame, proven if that is the task.
    byte[] transformed(byte[] key, byte[] value, Floor floor) {
        if (!task.proves()) {
            return value;
        }
        Did did = Keyed.did(key);
        byte[] frame = frame(value);
        if (!floor.isSound(didKeys.getOrDefault(did.value(), ""), frame)) {
            throw new IllegalStateException("a frame of " + did.value() + ": refused (expected: sound frames)");
        }
        return frame;
    }

    /// Returns when whoever started this process has ended, or closed its input.
    static void awaitEndOfInput() throws IOException {
        while (System.in.read() >= 0) {
            // Nothing is ever said.
        }
    }

    private static byte[] frame(byte[] value) {
        try (RecordReader in = new RecordReader("raw", 1, value)) {
            in.number();
            in.text();
            in.number();
            in.number();
            in.number();
            byte[] frame = in.bytes();
            in.end();
            return frame;
        }
    }
}
