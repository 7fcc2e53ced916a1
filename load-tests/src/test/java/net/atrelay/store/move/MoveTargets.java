package net.atrelay.store.move;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import net.atrelay.fuzz.Codec;
import net.atrelay.fuzz.FuzzTarget;

/// Files to move data with, as an operator may bring them from anywhere.
public final class MoveTargets {
    /// The buffers of readers and writer.
    private static final int ALLOCATION_BASE = 4 << 20;

    private static final int ALLOCATION_MAX = 400;

    private MoveTargets() {}

    public static List<FuzzTarget> all() {
        return List.of(
                new FuzzTarget("move-file", seeds(), ALLOCATION_BASE, ALLOCATION_MAX, MoveTargets::wholeOrRefused),
                new Codec<>(MoveEntry::decode, MoveEntry::encode)
                        .target("move-entry", MoveEntry.VERSION, Codec.Fidelity.WHOLE, entries()));
    }

    private static List<MoveEntry> entries() {
        byte[] route = "pds.example.com".getBytes(StandardCharsets.US_ASCII);
        return List.of(
                new MoveEntry.Start(1_000),
                new MoveEntry.One(new MovedRecord("hosts", route, route, new byte[] {1, 2, 3})),
                new MoveEntry.End(1));
    }

    private static List<byte[]> seeds() {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes(MoveFileWriter.MAGIC);
        entries().forEach(entry -> put(whole, MoveEntry.encode(entry)));
        byte[] file = whole.toByteArray();
        return List.of(file, Arrays.copyOf(file, file.length - 5), MoveFileWriter.MAGIC);
    }

    private static void put(ByteArrayOutputStream file, byte[] entry) {
        try (DataOutputStream out = new DataOutputStream(file)) {
            out.writeInt(entry.length);
            out.writeInt(MoveFileWriter.sumOf(entry));
            out.write(entry);
        } catch (IOException e) {
            throw new UncheckedIOException("memory: not written", e);
        }
    }

    /// A file that is read to its end holds as many records as it says; any other is refused, with its name.
    private static void wholeOrRefused(byte[] input) throws IOException {
        Path file = Files.createTempFile("move", ".fuzz");
        try {
            Files.write(file, summed(input));
            List<MovedRecord> read = new ArrayList<>();
            try (MoveFileReader reader = new MoveFileReader(file)) {
                for (MovedRecord record = reader.next(); record != null; record = reader.next()) {
                    read.add(record);
                }
                assertWrittenAsRead(reader.firstSeq(), read);
            } catch (MoveFileException refused) {
                assertFalse(String.valueOf(refused.getMessage()).contains("\n"));
            }
        } finally {
            Files.delete(file);
        }
    }

    private static void assertWrittenAsRead(long firstSeq, List<MovedRecord> records) throws IOException {
        Path file = Files.createTempFile("moved", ".fuzz");
        try {
            try (MoveFileWriter writer = new MoveFileWriter(file, firstSeq)) {
                records.forEach(writer::put);
                writer.finish();
            }
            try (MoveFileReader reader = new MoveFileReader(file)) {
                assertEquals(firstSeq, reader.firstSeq());
                for (MovedRecord record : records) {
                    MovedRecord again = Objects.requireNonNull(reader.next());
                    assertEquals(record.topic(), again.topic());
                    assertArrayEquals(record.value(), again.value());
                }
                assertEquals(null, reader.next());
            }
        } finally {
            Files.delete(file);
        }
    }

    /// The sums put right, so that what they stand before is looked at; a file of odd length keeps its own.
    private static byte[] summed(byte[] input) {
        byte[] file = input.clone();
        int at = MoveFileWriter.MAGIC.length;
        while (file.length % 2 == 0 && at + 8 <= file.length) {
            ByteBuffer head = ByteBuffer.wrap(file, at, 8);
            int length = head.getInt();
            if (length < 0 || length > file.length - at - 8) {
                break;
            }
            head.putInt(MoveFileWriter.sumOf(Arrays.copyOfRange(file, at + 8, at + 8 + length)));
            at += 8 + length;
        }
        return file;
    }
}
