package net.atrelay.store.rocks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The write-ahead logs of a database that is not open yet: cuts off what a power cut left behind the last write,
/// where RocksDB would not get over it.
///
/// A log is a sequence of blocks of 32 KiB, a block a sequence of records, all numbers little-endian:
///
///     crc:4 length:2 type:1 payload:length
///
/// Logs that RocksDB uses again have records of types of their own, with a longer header. Ours are never used
/// again. Where rubbish has such a type all the same, RocksDB (10.10.1) reads the same place for ever, in each of
/// its recovery modes, and the process never starts. Nothing behind that place could be recovered anyway: recovery
/// ends at the first record that is not whole. Other rubbish is left to RocksDB.
final class WriteAheadLogs {
    private static final Logger LOG = LoggerFactory.getLogger(WriteAheadLogs.class);
    private static final String SUFFIX = ".log";
    static final int BLOCK_BYTES = 32 << 10;
    static final int HEADER_BYTES = 7;
    static final int LENGTH_AT = 4;
    private static final int TYPE_AT = 6;
    /// Types of records in logs that are used again: whole, first, middle, last, and two about the log itself.
    static final List<Integer> RECYCLED = List.of(5, 6, 7, 8, 11, 131);

    private WriteAheadLogs() {}

    /// Looks through all logs of the database in this directory, if there is one.
    static void cutRubbish(Path database) {
        if (!Files.isDirectory(database)) {
            return;
        }
        try (Stream<Path> files = Files.list(database)) {
            for (Path log :
                    files.filter(file -> file.toString().endsWith(SUFFIX)).toList()) {
                cutRubbishOf(log);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void cutRubbishOf(Path log) throws IOException {
        try (FileChannel file = FileChannel.open(log, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            long end = endOf(file);
            if (end < file.size()) {
                LOG.atWarn()
                        .addKeyValue("file", log)
                        .addKeyValue("bytes", file.size() - end)
                        .log("a write-ahead log ends in rubbish, which is cut off");
                file.truncate(end);
                file.force(true);
            }
        }
    }

    /// Where the first record of another kind of log would begin, or else the size.
    private static long endOf(FileChannel file) throws IOException {
        ByteBuffer block = ByteBuffer.allocate(BLOCK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        long size = file.size();
        for (long start = 0; start < size; start += BLOCK_BYTES) {
            block.clear();
            while (block.hasRemaining() && file.read(block, start + block.position()) > 0) {
                // A read may give less than was asked for.
            }
            int end = endIn(block.flip());
            if (end < block.limit()) {
                return start + end;
            }
        }
        return size;
    }

    /// The same within a block.
    private static int endIn(ByteBuffer block) {
        int at = 0;
        while (at + HEADER_BYTES <= block.limit()) {
            if (RECYCLED.contains(Byte.toUnsignedInt(block.get(at + TYPE_AT)))) {
                return at;
            }
            at += HEADER_BYTES + Short.toUnsignedInt(block.getShort(at + LENGTH_AT));
        }
        return block.limit();
    }
}
