package net.atrelay.store.rocks;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.stream.Stream;
import net.atrelay.store.StoreOpenException;
import net.atrelay.store.StoreOpenException.Reason;
import org.jspecify.annotations.Nullable;

/// The directory that holds all durable data of one relay, held by one process at a time.
///
///     ATRELAY   marker: the format's name and version
///     LOCK      held by the process that has the directory open
///     SEQ       high-water mark of public seqs ([SeqMark])
///     db/       the database
final class DataDirectory implements AutoCloseable {
    static final int FORMAT_VERSION = 1;

    private static final String MARKER = "ATRELAY";
    private static final String LOCK = "LOCK";
    private static final String FORMAT_NAME = "atrelay store format ";
    /// What an interrupted first start may leave behind.
    private static final Set<String> UNMARKED_LEFTOVERS = Set.of(LOCK, MARKER + DurableFile.UNFINISHED);

    private final Path path;
    private final FileChannel lockFile;

    private DataDirectory(Path path, FileChannel lockFile) {
        this.path = path;
        this.lockFile = lockFile;
    }

    /// Makes the directory where it is absent, checks that it is ours, and holds it.
    static DataDirectory open(Path path) {
        try {
            Files.createDirectories(path);
            boolean isMarked = checkMarker(path);
            FileChannel lockFile = lock(path);
            if (!isMarked) {
                mark(path, lockFile);
            }
            return new DataDirectory(path, lockFile);
        } catch (IOException e) {
            throw new StoreOpenException(
                    Reason.UNWRITABLE, "data directory " + path + ": cannot be made or written (" + e + ")", e);
        }
    }

    /// Refuses a directory that is absent or not ours, which [#open] would make.
    static void checkThere(Path path) {
        if (!Files.exists(path.resolve(MARKER))) {
            throw new StoreOpenException(
                    Reason.FOREIGN, "data directory " + path + ": not a relay's (no " + MARKER + " file)");
        }
    }

    Path database() {
        return path.resolve("db");
    }

    Path seqFile() {
        return path.resolve("SEQ");
    }

    Path path() {
        return path;
    }

    /// Lets go of the directory.
    @Override
    public void close() {
        try {
            lockFile.close();
        } catch (IOException e) {
            throw new IllegalStateException("lock file not closed: " + path, e);
        }
    }

    private static boolean checkMarker(Path path) throws IOException {
        String marker = DurableFile.read(path.resolve(MARKER));
        if (marker == null) {
            checkEmpty(path);
            return false;
        }
        Integer version = versionIn(marker);
        if (version == null) {
            throw foreign(path);
        }
        if (version != FORMAT_VERSION) {
            throw new StoreOpenException(
                    Reason.NEWER_FORMAT,
                    "data directory " + path + ": store format " + version + " (this version reads " + FORMAT_VERSION
                            + ")");
        }
        return true;
    }

    private static void checkEmpty(Path path) throws IOException {
        try (Stream<Path> files = Files.list(path)) {
            if (files.anyMatch(file -> !UNMARKED_LEFTOVERS.contains(String.valueOf(file.getFileName())))) {
                throw foreign(path);
            }
        }
    }

    private static @Nullable Integer versionIn(String marker) {
        String text = marker.strip();
        if (!text.startsWith(FORMAT_NAME)) {
            return null;
        }
        try {
            return Integer.valueOf(text.substring(FORMAT_NAME.length()));
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static FileChannel lock(Path path) throws IOException {
        FileChannel channel = FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (!tryLock(channel)) {
            channel.close();
            throw new StoreOpenException(Reason.IN_USE, "data directory " + path + ": in use by another process");
        }
        return channel;
    }

    private static boolean tryLock(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private static void mark(Path path, FileChannel lockFile) throws IOException {
        try {
            byte[] marker = (FORMAT_NAME + FORMAT_VERSION + "\n").getBytes(StandardCharsets.US_ASCII);
            DurableFile.write(path.resolve(MARKER), marker);
        } catch (IOException e) {
            lockFile.close();
            throw e;
        }
    }

    private static StoreOpenException foreign(Path path) {
        return new StoreOpenException(
                Reason.FOREIGN,
                "data directory " + path + ": not empty and not a relay's (no valid " + MARKER + " file)");
    }
}
