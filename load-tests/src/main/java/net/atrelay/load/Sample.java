package net.atrelay.load;

import java.util.List;
import java.util.Locale;
import net.atrelay.demo.Meters;

/// The relay's process at one moment; bytes, unless it says otherwise.
///
/// @param seconds since the first event that was measured; negative before
/// @param cpuSeconds processor time so far
/// @param events made durable so far
/// @param heapUsed garbage included
/// @param heapLive what was in use after the last collection that looked at everything
/// @param heapCommitted what the JVM holds for its heap
/// @param nonHeap code and classes
/// @param blockCache blocks of table files that RocksDB keeps, their indexes and filters included
/// @param writeBuffers what RocksDB has not written to table files yet
/// @param tableReaders what RocksDB keeps of open table files outside of the cache
record Sample(
        double seconds,
        double cpuSeconds,
        long events,
        long rss,
        long anonymous,
        long peak,
        long heapUsed,
        long heapLive,
        long heapCommitted,
        long nonHeap,
        long direct,
        long blockCache,
        long writeBuffers,
        long tableReaders,
        long hosts,
        long threads) {
    private static final String HEAP = "area=\"heap\"";
    private static final String NON_HEAP = "area=\"nonheap\"";

    static Sample of(double seconds, double cpuSeconds, ProcessMemory memory, Meters meters) {
        return new Sample(
                seconds,
                cpuSeconds,
                (long) meters.sum("relay_store_events_written_total"),
                memory.rss(),
                memory.anonymous(),
                memory.peak(),
                (long) meters.sum("jvm_memory_used_bytes", HEAP),
                (long) meters.sum("jvm_gc_live_data_size_bytes"),
                (long) meters.sum("jvm_memory_committed_bytes", HEAP),
                (long) meters.sum("jvm_memory_committed_bytes", NON_HEAP),
                (long) meters.sum("jvm_buffer_memory_used_bytes", "id=\"direct\""),
                (long) meters.sum("relay_store_block_cache_bytes"),
                (long) meters.sum("relay_store_write_buffers_bytes"),
                (long) meters.sum("relay_store_table_readers_bytes"),
                (long) meters.sum("relay_ingest_connected_hosts"),
                (long) meters.sum("jvm_threads_live_threads"));
    }

    /// The names of what [#row] gives.
    static String header() {
        return "seconds,cpuSeconds,events,rss,anonymous,peak,heapUsed,heapLive,heapCommitted,nonHeap,direct,"
                + "blockCache,writeBuffers,tableReaders,hosts,threads";
    }

    /// This sample as a line of comma-separated values.
    String row() {
        List<Object> values = List.of(
                events,
                rss,
                anonymous,
                peak,
                heapUsed,
                heapLive,
                heapCommitted,
                nonHeap,
                direct,
                blockCache,
                writeBuffers,
                tableReaders,
                hosts,
                threads);
        StringBuilder row = new StringBuilder(String.format(Locale.ROOT, "%.1f,%.2f", seconds, cpuSeconds));
        values.forEach(value -> row.append(',').append(value));
        return row.toString();
    }
}
