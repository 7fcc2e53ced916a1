package net.atrelay.store.rocks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class WriteAheadLogsTest {
    private static final int EVENTS = 100;
    private static final int LAST = 4;
    private static final int RECYCLED_LAST = 8;

    @TempDir
    private Path directory;

    static List<Integer> recycled() {
        return WriteAheadLogs.RECYCLED;
    }

    /// Where this fails it does not end, since RocksDB does not come back.
    @ParameterizedTest
    @MethodSource("recycled")
    void rubbishThatLooksLikeALogOfAnotherKindIsNoHindrance(int type) throws IOException {
        try (RocksStore store = StoreFixture.open(directory)) {
            StoreFixture.appendEvents(store, EVENTS, 0, 1_000);
        }
        Files.write(newestLog(directory.resolve("db")), record(type, 200), StandardOpenOption.APPEND);

        try (RocksStore store = StoreFixture.open(directory)) {
            List<byte[]> frames = StoreFixture.readFrom(store, StoreFixture.BASE);
            assertEquals(EVENTS, frames.size());
            assertEquals(EVENTS - 1, StoreFixture.payloadIn(frames.getLast()));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 6, 7, 100})
    void aLogIsCutWhereTheRubbishBegins(int rubbishPayload) throws IOException {
        byte[] whole = twoBlocks();
        Path log = directory.resolve("000007.log");
        Files.write(log, whole);
        Files.write(log, record(RECYCLED_LAST, rubbishPayload), StandardOpenOption.APPEND);
        WriteAheadLogs.cutRubbish(directory);
        assertArrayEquals(whole, Files.readAllBytes(log));
    }

    @Test
    void otherLogsAndOtherFilesStayAsTheyAre() throws IOException {
        byte[] whole = twoBlocks();
        byte[] other = record(RECYCLED_LAST, 10);
        byte[] torn = Arrays.copyOf(whole, whole.length - 5);
        Files.write(directory.resolve("000007.log"), whole);
        Files.write(directory.resolve("000008.log"), torn);
        Files.write(directory.resolve("000009.sst"), other);
        Files.write(directory.resolve("000010.log"), new byte[0]);
        WriteAheadLogs.cutRubbish(directory);
        assertArrayEquals(whole, Files.readAllBytes(directory.resolve("000007.log")));
        assertArrayEquals(torn, Files.readAllBytes(directory.resolve("000008.log")));
        assertArrayEquals(other, Files.readAllBytes(directory.resolve("000009.sst")));
        assertEquals(0, Files.size(directory.resolve("000010.log")));
    }

    @Test
    void withoutADatabaseThereIsNothingToDo() {
        WriteAheadLogs.cutRubbish(directory.resolve("db"));
        assertFalse(Files.exists(directory.resolve("db")));
    }

    /// A block that is full to the last byte but three, which no header fits in, and a record in the next.
    private static byte[] twoBlocks() {
        ByteBuffer log = ByteBuffer.allocate(WriteAheadLogs.BLOCK_BYTES + WriteAheadLogs.HEADER_BYTES + 50);
        log.put(record(1, 1_000)).put(record(2, WriteAheadLogs.BLOCK_BYTES - 3 - 1_000 - 2 * 7));
        return log.position(WriteAheadLogs.BLOCK_BYTES).put(record(LAST, 50)).array();
    }

    private static byte[] record(int type, int payloadBytes) {
        ByteBuffer record = ByteBuffer.allocate(WriteAheadLogs.HEADER_BYTES + payloadBytes);
        record.order(ByteOrder.LITTLE_ENDIAN).putInt(0x12345678).putShort((short) payloadBytes);
        record.put((byte) type);
        return record.array();
    }

    private static Path newestLog(Path database) throws IOException {
        try (Stream<Path> files = Files.list(database)) {
            return files.filter(file -> file.toString().endsWith(".log"))
                    .max(Comparator.naturalOrder())
                    .orElseThrow();
        }
    }
}
