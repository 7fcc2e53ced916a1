package net.atrelay.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import net.atrelay.sim.Folders;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/// The folder of a relay that was made up on the spot: one for this run alone, removed in the end, or one that was
/// asked for and stays.
public record DataFolder(Path path, boolean stays) implements AutoCloseable {
    /// The folder that `--data` names. Accounts of a simulated network begin anew each time, so one that has been used
    /// will not do.
    ///
    /// @param wanted null for a temporary one
    /// @throws ParameterException when the wanted one holds anything
    public static DataFolder unused(CommandSpec spec, @Nullable Path wanted) throws IOException {
        if (wanted != null && Files.exists(wanted) && !isEmptyDirectory(wanted)) {
            throw Replies.refusal(spec, "--data: " + wanted + " (expected: an empty directory, or none yet)");
        }
        return open(spec.name(), wanted);
    }

    /// @param wanted null for a temporary one
    public static DataFolder open(String command, @Nullable Path wanted) throws IOException {
        return wanted == null ? temporary(command) : new DataFolder(Files.createDirectories(wanted), true);
    }

    public static DataFolder temporary(String command) throws IOException {
        return new DataFolder(Files.createTempDirectory("relay-" + command + "-"), false);
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
