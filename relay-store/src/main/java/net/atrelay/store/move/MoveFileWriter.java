package net.atrelay.store.move;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/// Writes a file to move data with, whole or not at all: it has its name once all is on disk. Layout:
///
///     "atrelay move file\n"
///     for each entry: length (4 bytes, big-endian), CRC-32C (4 bytes) of what follows, the entry ([MoveEntry])
///
/// The first entry is the start, the last the end. Owned by one thread.
public final class MoveFileWriter implements AutoCloseable {
    static final byte[] MAGIC = "atrelay move file\n".getBytes(StandardCharsets.US_ASCII);

    private static final String UNFINISHED = ".new";
    private static final int BUFFER_BYTES = 1 << 20;

    private final Path file;
    private final Path draft;
    private final FileChannel channel;
    private final DataOutputStream out;
    private long records;

    /// @param firstSeq public seq of the first event that will be put, or of the next one when there is none
    public MoveFileWriter(Path file, long firstSeq) {
        this.file = file;
        draft = file.resolveSibling(file.getFileName() + UNFINISHED);
        try {
            channel = FileChannel.open(
                    draft, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
            out = new DataOutputStream(new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER_BYTES));
            out.write(MAGIC);
            put(new MoveEntry.Start(firstSeq));
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    public void put(MovedRecord moved) {
        try {
            put(new MoveEntry.One(moved));
            records++;
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    /// Ends the file and gives it its name.
    public void finish() {
        try {
            put(new MoveEntry.End(records));
            out.flush();
            channel.force(true);
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    /// Leaves nothing of a file that was not finished.
    @Override
    public void close() {
        try {
            channel.close();
            Files.deleteIfExists(draft);
        } catch (IOException e) {
            throw new UncheckedIOException(draft + ": cannot be closed", e);
        }
    }

    private void put(MoveEntry entry) throws IOException {
        byte[] bytes = MoveEntry.encode(entry);
        out.writeInt(bytes.length);
        out.writeInt(sumOf(bytes));
        out.write(bytes);
    }

    static int sumOf(byte[] bytes) {
        CRC32C sum = new CRC32C();
        sum.update(bytes, 0, bytes.length);
        return (int) sum.getValue();
    }

    private MoveFileException unwritable(IOException cause) {
        return new MoveFileException(file + ": cannot be written (" + cause + ")", cause);
    }
}
