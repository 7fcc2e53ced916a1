package net.atrelay.command;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

class DataFolderTest {
    private final CommandSpec spec = new CommandLine(CommandSpec.create().name("demo")).getCommandSpec();

    @TempDir
    private Path directory;

    @Test
    void aFolderThatWasAskedForStays() throws IOException {
        try (DataFolder folder = DataFolder.unused(spec, directory)) {
            Files.createFile(folder.path().resolve("log"));
        }
        assertTrue(Files.exists(directory.resolve("log")));
    }

    @Test
    void aTemporaryFolderGoesWithAllThatIsInIt() throws IOException {
        Path path;
        try (DataFolder folder = DataFolder.unused(spec, null)) {
            path = folder.path();
            Files.createFile(Files.createDirectory(path.resolve("events")).resolve("log"));
        }
        assertTrue(Files.notExists(path));
    }

    @Test
    void aUsedFolderIsRefused() throws IOException {
        Files.createFile(directory.resolve("log"));
        assertThrows(ParameterException.class, () -> DataFolder.unused(spec, directory));
    }
}
