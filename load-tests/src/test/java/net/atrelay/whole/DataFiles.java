package net.atrelay.whole;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The files of a data directory, by their path in it.
final class DataFiles {
    private DataFiles() {}

    /// How long each is.
    static Map<String, Long> lengths(Path data) {
        Map<String, Long> lengths = new TreeMap<>();
        try (Stream<Path> files = Files.walk(data)) {
            files.map(Path::toFile)
                    .filter(java.io.File::isFile)
                    .forEach(file -> lengths.put(data.relativize(file.toPath()).toString(), file.length()));
        } catch (NoSuchFileException | UncheckedIOException e) {
            return lengths(data); // the database has deleted a file meanwhile
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return lengths;
    }

    /// The newest file of a kind: its name has the highest number.
    static String newest(Map<String, Long> files, String ending) {
        return files.keySet().stream()
                .filter(file -> file.endsWith(ending))
                .max(String::compareTo)
                .orElseThrow();
    }

    /// The database's list of its files.
    static String manifest(Map<String, Long> files) {
        return files.keySet().stream()
                .filter(file -> file.startsWith("db/MANIFEST-"))
                .max(String::compareTo)
                .orElseThrow();
    }

    static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }
}
