package net.atrelay.store.rocks;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import net.atrelay.store.StoreConfig;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.IndexType;
import org.rocksdb.RocksDB;

/// The column families, in the order in which they are opened.
enum Family {
    /// RocksDB insists on it; ours stays empty.
    DEFAULT,
    EVENTS,
    ACCOUNTS,
    HOSTS,
    DEFERRED,
    COLLECTIONS,
    META,
    ACCOUNT_INDEX;

    private static final int KIB = 1 << 10;
    private static final long MIB = 1L << 20;
    private static final int FORMAT_VERSION = 6;
    private static final int EVENT_BLOCK_BYTES = 64 * KIB;
    private static final int RECORD_BLOCK_BYTES = 8 * KIB;
    private static final double BLOOM_BITS = 10;
    /// Files of this size never need to be merged: below it, all events lie in the last level.
    private static final long ALL_IN_ONE_LEVEL_BYTES = 1L << 50;

    static List<ColumnFamilyDescriptor> descriptors(Cache cache, StoreConfig config, Consumer<AutoCloseable> owner) {
        List<ColumnFamilyDescriptor> descriptors = new ArrayList<>();
        for (Family family : values()) {
            ColumnFamilyOptions options =
                    family == EVENTS ? eventOptions(cache, config) : recordOptions(cache, config, owner);
            owner.accept(options);
            descriptors.add(new ColumnFamilyDescriptor(family.nameInDatabase(), options));
        }
        return descriptors;
    }

    /// Monotone keys: a flushed file never overlaps another, so compaction only moves files down (the same compression
    /// on all levels keeps that possible), and retention can drop them whole. Read in order only: no filter.
    private static ColumnFamilyOptions eventOptions(Cache cache, StoreConfig config) {
        BlockBasedTableConfig table = table(cache)
                .setBlockSize(EVENT_BLOCK_BYTES)
                .setIndexType(IndexType.kTwoLevelIndexSearch)
                .setMetadataBlockSize(4L * KIB);
        return new ColumnFamilyOptions()
                .setTableFormatConfig(table)
                .setCompressionType(CompressionType.LZ4_COMPRESSION)
                .setWriteBufferSize(config.writeBuffersBytesMax() / 3)
                .setMaxWriteBufferNumber(3)
                .setLevelCompactionDynamicLevelBytes(true)
                .setMaxBytesForLevelBase(ALL_IN_ONE_LEVEL_BYTES)
                .setLevel0FileNumCompactionTrigger(2);
    }

    private static ColumnFamilyOptions recordOptions(Cache cache, StoreConfig config, Consumer<AutoCloseable> owner) {
        BloomFilter filter = new BloomFilter(BLOOM_BITS);
        owner.accept(filter);
        BlockBasedTableConfig table = table(cache)
                .setBlockSize(RECORD_BLOCK_BYTES)
                .setFilterPolicy(filter)
                .setPinTopLevelIndexAndFilter(true);
        return new ColumnFamilyOptions()
                .setTableFormatConfig(table)
                .setCompressionType(CompressionType.LZ4_COMPRESSION)
                .setWriteBufferSize(Math.max(MIB, config.writeBuffersBytesMax() / 6))
                .setMaxWriteBufferNumber(2)
                .setOptimizeFiltersForHits(true)
                .setLevelCompactionDynamicLevelBytes(true);
    }

    private static BlockBasedTableConfig table(Cache cache) {
        return new BlockBasedTableConfig()
                .setBlockCache(cache)
                .setFormatVersion(FORMAT_VERSION)
                .setCacheIndexAndFilterBlocks(true)
                .setCacheIndexAndFilterBlocksWithHighPriority(true);
    }

    byte[] nameInDatabase() {
        return this == DEFAULT
                ? RocksDB.DEFAULT_COLUMN_FAMILY
                : name().toLowerCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII);
    }
}
