package net.atrelay.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import net.atrelay.sim.Folders;
import org.jspecify.annotations.Nullable;

/// The folder of a relay that was made up on the spot: one for this run alone, removed in the end, or one that was
/// asked for and stays. Accounts of a simulated network begin anew each time, so a folder that has been used will not
/// do.
record DataFolder(Path path, boolean stays) implements AutoCloseable {
    /// @param wanted null for a temporary one
    /// @throws IllegalArgumentException when the wanted one holds anything
    static DataFolder open(@Nullable Path wanted) throws IOException {
        if (wanted == null) {
            return new DataFolder(Files.createTempDirectory("relay-demo-"), false);
        }
        if (Files.exists(wanted) && !isEmptyDirectory(wanted)) {
            throw new IllegalArgumentException(wanted + " (expected: an empty directory, or none yet)");
        }
        return new DataFolder(wanted, true);
    }

    private static boolean isEmptyDirectory(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            return false;
        }
        try (Stream<Path> inside = Files.list(path)) {
            return inside.findAny().isEmpty();
        }
    }

    @Override
    public void close() throws IOException {
        if (!stays) {
            Folders.remove(path);
        }
    }
}
