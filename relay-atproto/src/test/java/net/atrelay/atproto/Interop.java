package net.atrelay.atproto;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.NullMarked;

/// The files of atproto-interop-tests, read in place from the directory that `-Datrelay.interop=DIR` names. Without it
/// there are none, and the tests made of them do not come into being.
@NullMarked
public final class Interop {
    private static final String DIRECTORY = System.getProperty("atrelay.interop", "");

    private Interop() {}

    public static boolean isPresent() {
        return !DIRECTORY.isEmpty();
    }

    public static String text(String file) {
        try {
            return Files.readString(Path.of(DIRECTORY, file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Cases of a text file: one a line, white space kept; empty lines and `#` comments are none.
    public static List<String> lines(String file) {
        return Arrays.stream(text(file).split("\n", -1))
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .toList();
    }
}
