package net.atrelay.bench;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A part of an event's way through the relay, known by the classes that do its work.
enum Stage {
    HOST_SOCKETS("reading hosts' sockets", "net.atrelay.ingest."),
    DECODE(
            "decoding frames and blocks",
            "net.atrelay.atproto.cbor.",
            "net.atrelay.atproto.car.",
            "net.atrelay.atproto.repo.",
            "net.atrelay.atproto.stream.",
            "net.atrelay.atproto.syntax.",
            "net.atrelay.atproto.cid."),
    HASH("hashing blocks", "net.atrelay.atproto.cid.Sha256"),
    SIGNATURE("signatures", "net.atrelay.atproto.crypto."),
    TREE("undoing ops in the tree", "net.atrelay.atproto.mst."),
    COLLECTIONS(
            "collections of the repo", "net.atrelay.atproto.repo.Collection", "net.atrelay.atproto.mst.VisibleTree"),
    FOLD("judging by the account's state", "net.atrelay.verify.core.", "net.atrelay.verify.proof."),
    SHARDS("shards: queues, waiting lines, accounts", "net.atrelay.verify.", "net.atrelay.store.bus."),
    BATCH("batches: seqs, cursors, settling", "net.atrelay.store.log.", "net.atrelay.atproto.stream.SeqSplice"),
    DATABASE("writing the database", "net.atrelay.store.rocks.", "org.rocksdb."),
    TAIL("hot tail", "net.atrelay.store.tail."),
    STREAM("encoding and sending to consumers", "net.atrelay.fanout."),
    OTHER("other", "net.atrelay.app.");

    private final String words;
    private final List<String> classes;

    Stage(String words, String... classes) {
        this.words = words;
        this.classes = List.of(classes);
    }

    String words() {
        return words;
    }

    /// The stage of a class; null for one that works for several, such as those of the JDK.
    static @Nullable Stage ofClass(String className) {
        Stage found = null;
        int length = 0;
        for (Stage stage : values()) {
            for (String prefix : stage.classes) {
                if (prefix.length() > length && className.startsWith(prefix)) {
                    found = stage;
                    length = prefix.length();
                }
            }
        }
        return found;
    }

    /// What a thread does when none of its callers tells.
    static Stage ofWorkers(Workers group) {
        return switch (group) {
            case HOST_LOOPS -> HOST_SOCKETS;
            case SHARDS -> SHARDS;
            case APPENDER -> BATCH;
            case DATABASE -> DATABASE;
            case ENCODER, CONSUMER_LOOPS -> STREAM;
            case COLLECTOR, COMPILER, PROFILER, OTHERS -> OTHER;
        };
    }
}
