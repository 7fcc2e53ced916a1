package net.atrelay.store.rocks;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import net.atrelay.store.StoreOpenException;
import net.atrelay.store.StoreOpenException.Reason;
import org.rocksdb.NativeLibraryLoader;
import org.rocksdb.RocksDB;

/// RocksDB's native code, loaded once in a process.
///
/// Its loader copies it out of the jar into a temporary file, which it deletes when the JVM ends in good order. A relay
/// that is killed, or halts, would leave that file behind each time; so it is deleted as soon as it is loaded.
final class NativeLibrary {
    private NativeLibrary() {}

    /// @throws StoreOpenException when it cannot be unpacked or is not allowed to run
    static void load() {
        try {
            Path folder = Files.createTempDirectory("relay-rocksdb-");
            try {
                NativeLibraryLoader.getInstance().loadLibrary(folder.toString());
            } finally {
                delete(folder);
            }
        } catch (IOException | UnsatisfiedLinkError e) {
            throw new StoreOpenException(
                    Reason.UNWRITABLE,
                    "temporary directory " + System.getProperty("java.io.tmpdir")
                            + ": RocksDB's library cannot be unpacked there and loaded (" + e + ")",
                    e);
        }
        RocksDB.loadLibrary();
    }

    /// Where a loaded file cannot be deleted it stays until the JVM ends.
    private static void delete(Path folder) throws IOException {
        try (var files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
            Files.delete(folder);
        } catch (FileSystemException e) {
            folder.toFile().deleteOnExit();
        }
    }
}
