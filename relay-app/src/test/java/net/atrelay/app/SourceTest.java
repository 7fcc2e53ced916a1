package net.atrelay.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.palantir.javaformat.java.Formatter;
import com.palantir.javaformat.java.FormatterException;
import com.palantir.javaformat.java.ImportOrderer;
import com.palantir.javaformat.java.JavaFormatterOptions;
import com.palantir.javaformat.java.JavaFormatterOptions.Style;
import com.palantir.javaformat.java.RemoveUnusedImports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What holds for the sources of all modules, as text.
class SourceTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern SWITCHED_OFF =
            Pattern.compile("org\\.junit\\.jupiter\\.api\\.(Disabled|Assumptions|condition)");
    private static final Pattern FETCHES_A_REPO =
            Pattern.compile("com\\.atproto\\.sync\\.(getRepo\\b|getBlocks|getRecord|getCheckout)");
    private static final Formatter FORMATTER = Formatter.createFormatter(
            JavaFormatterOptions.builder().style(Style.PALANTIR).build());

    @Test
    void everySourceFollowsTheFormatter() {
        assertEquals(List.of(), sourcesThat(source -> !formatted(source).equals(read(source))), "run .ci/format");
    }

    @Test
    void noTestIsSwitchedOff() {
        assertEquals(
                List.of(),
                sourcesThat(source ->
                        isUnitTest(source) && SWITCHED_OFF.matcher(read(source)).find()));
    }

    @Test
    void everyPackageIsNullMarked() {
        assertEquals(
                List.of(),
                sourcesThat(source ->
                        isMain(source) && !contains(source.resolveSibling("package-info.java"), "@NullMarked")));
    }

    /// A relay passes on what is broken and leaves the repair to consumers (proposal 0006).
    @Test
    void noRepoIsFetched() {
        assertEquals(
                List.of(),
                sourcesThat(source -> isMain(source)
                        && speaksToHosts(source)
                        && FETCHES_A_REPO.matcher(read(source)).find()));
    }

    private static boolean speaksToHosts(Path source) {
        return source.startsWith(ROOT.resolve("relay-ingest")) || source.startsWith(ROOT.resolve("relay-verify"));
    }

    private static boolean isMain(Path source) {
        return source.toString().contains("/src/main/");
    }

    private static boolean isUnitTest(Path source) {
        return source.toString().endsWith("Test.java") && !source.endsWith("SourceTest.java");
    }

    private static boolean contains(Path file, String text) {
        return Files.exists(file) && read(file).contains(text);
    }

    private static String formatted(Path source) {
        try {
            String ordered = ImportOrderer.reorderImports(read(source), Style.PALANTIR);
            return FORMATTER.formatSource(RemoveUnusedImports.removeUnusedImports(ordered));
        } catch (FormatterException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static List<String> sourcesThat(Predicate<Path> are) {
        try (Stream<Path> files =
                Files.find(ROOT, 20, (path, _) -> path.toString().endsWith(".java"))) {
            List<Path> sources =
                    files.filter(path -> path.toString().contains("/src/")).toList();
            assertTrue(sources.size() > 100, "sources: " + sources.size() + " found in " + ROOT);
            return sources.stream()
                    .filter(are)
                    .map(source -> ROOT.relativize(source).toString())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path source) {
        try {
            return Files.readString(source);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
