package net.atrelay.store.move;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import net.atrelay.store.record.UnreadableRecord;
import org.jspecify.annotations.Nullable;

/// Reads what [MoveFileWriter] has written, and trusts nothing: an entry with another sum, or a file without its end,
/// is refused. Owned by one thread.
public final class MoveFileReader implements AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 20;
    /// Above the largest record that a topic takes, with room for what the entry adds.
    private static final int ENTRY_BYTES_MAX = 64 << 20;

    private final Path file;
    private final DataInputStream in;
    private final long firstSeq;
    private long records;

    /// @throws MoveFileException when it is no such file
    public MoveFileReader(Path file) {
        this.file = file;
        try {
            in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES));
            firstSeq = readStart();
        } catch (IOException e) {
            throw new MoveFileException(file + ": cannot be read (" + e + ")", e);
        }
    }

    /// Public seq of the first event in the file, or of the next one when there is none.
    public long firstSeq() {
        return firstSeq;
    }

    /// The next record; null when all have been read, and there are as many as were written.
    ///
    /// @throws MoveFileException when the file is damaged
    public @Nullable MovedRecord next() {
        try {
            return switch (read()) {
                case MoveEntry.One(MovedRecord record) -> {
                    records++;
                    yield record;
                }
                case MoveEntry.End(long written) -> {
                    checkEnd(written);
                    yield null;
                }
                case MoveEntry.Start _ -> throw damaged("a second start");
            };
        } catch (IOException e) {
            throw damaged(e instanceof EOFException ? "it ends before its end" : e.toString());
        }
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be closed", e);
        }
    }

    private long readStart() throws IOException {
        byte[] magic = in.readNBytes(MoveFileWriter.MAGIC.length);
        if (!Arrays.equals(magic, MoveFileWriter.MAGIC)) {
            throw new MoveFileException(file + ": another file (expected: one that relay export has written)");
        }
        try {
            if (read() instanceof MoveEntry.Start(long seq)) {
                return seq;
            }
        } catch (EOFException e) {
            throw damaged("it ends before its start");
        }
        throw damaged("no start");
    }

    private MoveEntry read() throws IOException {
        int length = in.readInt();
        int sum = in.readInt();
        if (length < 0 || length > ENTRY_BYTES_MAX) {
            throw damaged("an entry of " + Integer.toUnsignedString(length) + " bytes");
        }
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException();
        }
        if (MoveFileWriter.sumOf(bytes) != sum) {
            throw damaged("record " + records + " has another sum");
        }
        try {
            return MoveEntry.decode(bytes);
        } catch (UnreadableRecord e) {
            throw new MoveFileException(file + ": record " + records + ": " + e.getMessage(), e);
        }
    }

    private void checkEnd(long written) throws IOException {
        if (written != records) {
            throw damaged(records + " records of " + written);
        }
        if (in.read() >= 0) {
            throw damaged("more behind its end");
        }
    }

    private MoveFileException damaged(String how) {
        return new MoveFileException(file + ": damaged: " + how);
    }
}
