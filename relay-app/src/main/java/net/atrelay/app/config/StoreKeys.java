package net.atrelay.app.config;

import static net.atrelay.app.config.Kinds.duration;
import static net.atrelay.app.config.Kinds.integer;
import static net.atrelay.app.config.Kinds.number;
import static net.atrelay.app.config.Kinds.size;
import static net.atrelay.app.config.Kinds.smallSize;

import java.time.Duration;
import net.atrelay.store.StoreConfig;

/// The keys of the store.
final class StoreKeys {
    private static final int MIB = 1 << 20;
    private static final long GIB = 1L << 30;
    private static final long TIB = 1L << 40;
    /// Half of the largest integer that every consumer reads exactly.
    private static final long SEQ_BASE_MAX = ((1L << 53) - 1) / 2;

    private StoreKeys() {}

    static Section<StoreConfig> section() {
        Section<StoreConfig> store = Section.of("Store", "RELAY_STORE_", StoreConfig.defaults());
        addSeqs(store);
        addBatches(store);
        addWindow(store);
        addMemory(store);
        return store;
    }

    private static void addSeqs(Section<StoreConfig> store) {
        store.key(
                        "seqBase",
                        number(1, SEQ_BASE_MAX),
                        "First public seq of an empty log. On an existing log a base above its next seq jumps there and"
                                + " drops the older window; any other base is ignored")
                .key(
                        "seqStrideEvents",
                        number(1, 1_000_000_000),
                        "How far the mark of given seqs runs ahead of their use");
    }

    private static void addBatches(Section<StoreConfig> store) {
        store.key(
                        "commitInterval",
                        duration(Duration.ZERO, Duration.ofSeconds(10)),
                        "Shortest time between the starts of two commits under load")
                .key("batchEventsMax", integer(1, 1_000_000), "Events at which a batch is committed without waiting")
                .key("batchBytesMax", smallSize(1, 1 << 30), "Bytes at which a batch is committed without waiting")
                .key(
                        "batchLargeBytes",
                        size(1, GIB),
                        "Bytes from which on an event is committed by itself, after smaller ones that wait");
    }

    private static void addWindow(Section<StoreConfig> store) {
        store.key("tailBytesMax", size(1, 64 * GIB), "Bytes of frames kept in memory for consumers near the tip")
                .key(
                        "retentionTime",
                        duration(Duration.ofSeconds(1), Duration.ofDays(3_650)),
                        "Age at which events leave the window")
                .key(
                        "retentionBytesMax",
                        size(MIB, 1_024 * TIB),
                        "Bytes on disk at which the oldest events leave the window")
                .key(
                        "retentionInterval",
                        duration(Duration.ofMillis(1), Duration.ofDays(1)),
                        "How often the window is looked after")
                .key(
                        "timeIndexInterval",
                        duration(Duration.ofMillis(1), Duration.ofDays(1)),
                        "Distance of the marks that tell when a seq was given");
    }

    private static void addMemory(Section<StoreConfig> store) {
        store.key("blockCacheBytes", size(MIB, TIB), "RocksDB's block cache, shared by all tables")
                .key("writeBuffersBytesMax", size(MIB, TIB), "RocksDB's write buffers, all tables together")
                .key("readAheadBytes", smallSize(0, 1 << 30), "How much a reader of the log asks of the disk at once");
    }
}
