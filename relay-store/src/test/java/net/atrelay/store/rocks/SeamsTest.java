package net.atrelay.store.rocks;

import static net.atrelay.store.rocks.StoreFixture.CONFIG;
import static net.atrelay.store.rocks.WriteAheadLogs.BLOCK_BYTES;
import static net.atrelay.store.rocks.WriteAheadLogs.HEADER_BYTES;
import static net.atrelay.store.rocks.WriteAheadLogs.LENGTH_AT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import net.atrelay.store.StoreOpenException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.FlushOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/// The database's list of its files loses its end at each place where a record of it ends: then it is in order, but
/// older than the files, and write-ahead logs that it asks for are gone. All events are there, or it is noticed.
class SeamsTest {
    private static final long FIRST = 1;
    private static final long STRETCH = 50;
    private static final int STRETCHES = 6;
    private static final long NEXT = FIRST + STRETCHES * STRETCH;

    @TempDir
    Path parent;

    @Test
    void aListOfFilesThatIsOlderThanTheFilesIsNoticed() throws IOException, RocksDBException {
        Path killed = parent.resolve("killed");
        write(killed);
        List<@Nullable String> answers = new ArrayList<>();
        for (long length : recordEnds(manifest(killed))) {
            answers.add(complaintAfterCut(killed, length));
        }
        assertNull(answers.getLast(), "nothing was cut off");
        assertTrue(answers.contains("a hole"), answers.toString());
        assertTrue(answers.contains("Missing WAL"), answers.toString());
    }

    /// Stretches of events, each written out to a table file of its own; the write-ahead logs go with them. The second
    /// opening makes a list that begins with the stretches of the first.
    private void write(Path killed) throws IOException, RocksDBException {
        Path data = parent.resolve("data");
        try (Database database = Database.open(data, CONFIG)) {
            writeStretch(database, 0);
            writeStretch(database, 1);
        }
        try (Database database = Database.open(data, CONFIG)) {
            for (int i = 2; i < STRETCHES; i++) {
                writeStretch(database, i);
            }
            StoreOpenTest.copyTree(data, killed);
        }
    }

    private static void writeStretch(Database database, int stretch) throws RocksDBException {
        long first = FIRST + stretch * STRETCH;
        try (WriteBatch batch = new WriteBatch();
                FlushOptions flush = new FlushOptions()) {
            for (long seq = first; seq < first + STRETCH; seq++) {
                batch.put(database.handle(Family.EVENTS), Keys.number(seq), new byte[] {1});
            }
            database.write(batch);
            database.db()
                    .flush(
                            flush,
                            Stream.of(Family.values()).map(database::handle).toList());
        }
    }

    /// What is said when the list has only this length; null when nothing is, and then everything is there.
    private @Nullable String complaintAfterCut(Path killed, long length) throws IOException {
        Path copy = parent.resolve("cut-" + length);
        StoreOpenTest.copyTree(killed, copy);
        try (RandomAccessFile list = new RandomAccessFile(manifest(copy).toFile(), "rw")) {
            list.setLength(length);
        }
        try (Database database = Database.open(copy, CONFIG)) {
            Long hole = Seams.firstMissing(database, new SeqWindow(FIRST, NEXT));
            Long missing = LongStream.range(FIRST, NEXT)
                    .filter(seq -> database.get(Family.EVENTS, Keys.number(seq)) == null)
                    .boxed()
                    .findFirst()
                    .orElse(null);
            assertEquals(missing, hole, "cut at " + length);
            return hole == null ? null : "a hole";
        } catch (StoreOpenException refusal) {
            String line = String.valueOf(refusal.getMessage());
            return line.contains("Missing WAL") ? "Missing WAL" : line;
        }
    }

    private static Path manifest(Path database) throws IOException {
        try (Stream<Path> files = Files.list(database)) {
            return files.filter(file -> file.getFileName().toString().startsWith("MANIFEST"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /// The list is a log of the same kind as the write-ahead logs.
    private static List<Long> recordEnds(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        assertTrue(bytes.limit() < BLOCK_BYTES, "one block: " + bytes.limit());
        List<Long> ends = new ArrayList<>();
        int at = 0;
        while (at < bytes.limit()) {
            at += HEADER_BYTES + Short.toUnsignedInt(bytes.getShort(at + LENGTH_AT));
            ends.add((long) at);
        }
        return ends;
    }
}
