package net.atrelay.store.move;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import net.atrelay.store.record.RecordWriter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MoveFileTest {
    /// Magic; start, one record, end: each with its length and its sum.
    private static final String VERSION_1 =
            "617472656c6179206d6f76652066696c650a0000000c435e58768301001b00000001a13b86000000"
                    + "001920783f2f86010167746f7069632d3045726f757465436b657943ff000100000004088a2a5283"
                    + "010201";

    @TempDir
    private Path directory;

    private Path file = Path.of("");

    @BeforeEach
    void name() {
        file = directory.resolve("file");
    }

    @Test
    void whatWasPutComesBackInOrder() {
        write(3);
        try (MoveFileReader in = new MoveFileReader(file)) {
            assertEquals(7_000_000_000L, in.firstSeq());
            assertEquals(List.of("topic-0", "topic-1", "topic-2"), topics(in));
        }
    }

    @Test
    void keysAndValuesComeBackAsTheyWere() {
        write(1);
        try (MoveFileReader in = new MoveFileReader(file)) {
            MovedRecord record = in.next();
            assertTrue(record != null);
            if (record != null) {
                assertArrayEquals(bytes("route"), record.route());
                assertArrayEquals(bytes("key"), record.key());
                assertArrayEquals(new byte[] {-1, 0, 1}, record.value());
            }
        }
    }

    @Test
    void aFileOfVersion1IsStillRead() throws IOException {
        Files.write(file, HexFormat.of().parseHex(VERSION_1));
        try (MoveFileReader in = new MoveFileReader(file)) {
            assertEquals(7_000_000_000L, in.firstSeq());
            assertEquals(List.of("topic-0"), topics(in));
        }
        Path now = file;
        file = directory.resolve("now");
        write(1);
        assertEquals(VERSION_1, HexFormat.of().formatHex(Files.readAllBytes(file)));
        assertArrayEquals(Files.readAllBytes(now), Files.readAllBytes(file));
    }

    @Test
    void anyOtherByteAndAnyOtherLengthIsRefused() throws IOException {
        write(2);
        byte[] whole = Files.readAllBytes(file);
        for (int i = 0; i < whole.length; i++) {
            byte[] other = whole.clone();
            other[i] ^= 4;
            assertRefused(other, "byte " + i);
        }
        for (int length = 0; length < whole.length; length++) {
            assertRefused(Arrays.copyOf(whole, length), "length " + length);
        }
        assertRefused(Arrays.copyOf(whole, whole.length + 1), "one more");
    }

    @Test
    void aFileThatWasNotFinishedIsNone() {
        try (MoveFileWriter out = new MoveFileWriter(file, 1)) {
            out.put(new MovedRecord("topic", bytes("route"), bytes("key"), bytes("value")));
        }
        assertFalse(Files.exists(file));
        assertEquals(0, directory.toFile().list().length);
    }

    @Test
    void aNewerVersionIsToldAsSuch() throws IOException {
        byte[] entry = RecordWriter.encode(MoveEntry.VERSION + 1, 1, cbor -> cbor.writeNumber(0));
        byte[] magic = bytes("atrelay move file\n");
        ByteBuffer content = ByteBuffer.allocate(magic.length + 2 * Integer.BYTES + entry.length)
                .put(magic)
                .putInt(entry.length)
                .putInt(MoveFileWriter.sumOf(entry))
                .put(entry);
        Files.write(file, content.array());
        MoveFileException refused = assertThrows(MoveFileException.class, () -> new MoveFileReader(file).close());
        assertTrue(String.valueOf(refused.getMessage()).contains("version 2 (expected: at most 1)"), refused::toString);
    }

    private void write(int records) {
        try (MoveFileWriter out = new MoveFileWriter(file, 7_000_000_000L)) {
            for (int i = 0; i < records; i++) {
                out.put(new MovedRecord("topic-" + i, bytes("route"), bytes("key"), new byte[] {-1, 0, 1}));
            }
            out.finish();
        }
    }

    private static List<String> topics(MoveFileReader in) {
        List<String> topics = new ArrayList<>();
        for (MovedRecord record = in.next(); record != null; record = in.next()) {
            topics.add(record.topic());
        }
        return topics;
    }

    private void assertRefused(byte[] content, String what) throws IOException {
        Path other = Files.write(directory.resolve("other"), content);
        assertThrows(
                MoveFileException.class,
                () -> {
                    try (MoveFileReader in = new MoveFileReader(other)) {
                        topics(in);
                    }
                },
                what);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
