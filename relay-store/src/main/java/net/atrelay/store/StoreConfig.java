package net.atrelay.store;

import java.time.Duration;

/// Every limit of the store. Nothing here changes what is on disk except the windows of the log.
///
/// @param seqBase first public seq of an empty log; on an existing log a base above its next seq jumps there and drops
///     the older window, any other base is ignored
/// @param seqStrideEvents how far the high-water mark of given seqs runs ahead of their use
/// @param commitInterval shortest time between the starts of two commits; a first outcome after a quiet time is
/// committed at once
/// @param batchEventsMax events (or outcomes) at which a batch is committed without waiting, and is cut
/// @param batchBytesMax bytes at which a batch is committed without waiting, and is cut
/// @param batchLargeBytes bytes from which on an outcome is committed by itself, after smaller ones that wait
/// @param tailBytesMax bytes of frames kept in memory for consumers near the tip
/// @param retentionTime age at which events leave the window
/// @param retentionBytesMax bytes on disk at which the oldest events leave the window
/// @param retentionInterval how often the window is looked after
/// @param timeIndexInterval distance of the marks that tell when a seq was given
/// @param blockCacheBytes RocksDB block cache, shared by all column families
/// @param writeBuffersBytesMax RocksDB memtables, all column families together
/// @param readAheadBytes how much a log reader asks of the disk at once
public record StoreConfig(
        long seqBase,
        long seqStrideEvents,
        Duration commitInterval,
        int batchEventsMax,
        int batchBytesMax,
        long batchLargeBytes,
        long tailBytesMax,
        Duration retentionTime,
        long retentionBytesMax,
        Duration retentionInterval,
        Duration timeIndexInterval,
        long blockCacheBytes,
        long writeBuffersBytesMax,
        int readAheadBytes) {
    private static final long KIB = 1L << 10;
    private static final long MIB = 1L << 20;
    private static final long GIB = 1L << 30;
    /// Largest integer that every consumer reads exactly (JavaScript numbers).
    private static final long SEQ_MAX = (1L << 53) - 1;

    public StoreConfig {
        check(seqBase >= 1 && seqBase <= SEQ_MAX / 2, "seqBase", seqBase, "1 to " + SEQ_MAX / 2);
        check(batchEventsMax >= 1, "batchEventsMax", batchEventsMax, "at least 1");
        check(batchBytesMax >= 1, "batchBytesMax", batchBytesMax, "at least 1");
        check(batchLargeBytes >= 1, "batchLargeBytes", batchLargeBytes, "at least 1");
        check(seqStrideEvents >= 1, "seqStrideEvents", seqStrideEvents, "at least 1");
        check(!commitInterval.isNegative(), "commitInterval", commitInterval.toMillis(), "at least 0 ms");
        check(tailBytesMax >= 1, "tailBytesMax", tailBytesMax, "at least 1");
        check(retentionTime.isPositive(), "retentionTime", retentionTime.toMillis(), "at least 1 ms");
        check(retentionBytesMax >= 1, "retentionBytesMax", retentionBytesMax, "at least 1");
        check(retentionInterval.isPositive(), "retentionInterval", retentionInterval.toMillis(), "at least 1 ms");
        check(timeIndexInterval.isPositive(), "timeIndexInterval", timeIndexInterval.toMillis(), "at least 1 ms");
        check(blockCacheBytes >= MIB, "blockCacheBytes", blockCacheBytes, "at least 1 MiB");
        check(writeBuffersBytesMax >= MIB, "writeBuffersBytesMax", writeBuffersBytesMax, "at least 1 MiB");
        check(readAheadBytes >= 0, "readAheadBytes", readAheadBytes, "at least 0");
    }

    /// For one relay of the whole network on one machine. The base is far above what a relay that started at 1 will
    /// reach.
    public static StoreConfig defaults() {
        return new StoreConfig(
                20_000_000_000L,
                1_000_000,
                Duration.ofMillis(5),
                2_000,
                (int) (4 * MIB),
                256 * KIB,
                64 * MIB,
                Duration.ofHours(72),
                640 * GIB,
                Duration.ofSeconds(60),
                Duration.ofSeconds(60),
                64 * MIB,
                96 * MIB,
                (int) MIB);
    }

    public StoreConfig withSeqBase(long base) {
        return new StoreConfig(
                base,
                seqStrideEvents,
                commitInterval,
                batchEventsMax,
                batchBytesMax,
                batchLargeBytes,
                tailBytesMax,
                retentionTime,
                retentionBytesMax,
                retentionInterval,
                timeIndexInterval,
                blockCacheBytes,
                writeBuffersBytesMax,
                readAheadBytes);
    }

    public StoreConfig withSeqStrideEvents(long events) {
        return new StoreConfig(
                seqBase,
                events,
                commitInterval,
                batchEventsMax,
                batchBytesMax,
                batchLargeBytes,
                tailBytesMax,
                retentionTime,
                retentionBytesMax,
                retentionInterval,
                timeIndexInterval,
                blockCacheBytes,
                writeBuffersBytesMax,
                readAheadBytes);
    }

    public StoreConfig withRetention(Duration time, long bytesMax) {
        return new StoreConfig(
                seqBase,
                seqStrideEvents,
                commitInterval,
                batchEventsMax,
                batchBytesMax,
                batchLargeBytes,
                tailBytesMax,
                time,
                bytesMax,
                retentionInterval,
                timeIndexInterval,
                blockCacheBytes,
                writeBuffersBytesMax,
                readAheadBytes);
    }

    public StoreConfig withBatch(Duration interval, int eventsMax, int bytesMax) {
        return new StoreConfig(
                seqBase,
                seqStrideEvents,
                interval,
                eventsMax,
                bytesMax,
                batchLargeBytes,
                tailBytesMax,
                retentionTime,
                retentionBytesMax,
                retentionInterval,
                timeIndexInterval,
                blockCacheBytes,
                writeBuffersBytesMax,
                readAheadBytes);
    }

    public StoreConfig withMemory(long tailBytes, long cacheBytes, long writeBuffersBytes) {
        return new StoreConfig(
                seqBase,
                seqStrideEvents,
                commitInterval,
                batchEventsMax,
                batchBytesMax,
                batchLargeBytes,
                tailBytes,
                retentionTime,
                retentionBytesMax,
                retentionInterval,
                timeIndexInterval,
                cacheBytes,
                writeBuffersBytes,
                readAheadBytes);
    }

    private static void check(boolean holds, String name, long value, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: " + rule + ")");
        }
    }
}
