package net.atrelay.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The page of requirements and the sources: what it names is there, and its sums are right.
class RequirementsTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final int REQUIREMENTS = 160;
    private static final String OPEN = "open: ";
    private static final Pattern NAME = Pattern.compile("`([^`]+)`");
    private static final Pattern REASON = Pattern.compile(OPEN + "\\w.{10,}");
    private static final String NO_TESTS = "–";

    private static String page = "";
    private static List<Row> rows = List.of();

    /// Sources by the simple name of their class; several classes may share one.
    private static Map<String, List<Path>> mainClasses = Map.of();

    private static Map<String, List<Path>> testClasses = Map.of();

    @BeforeAll
    static void read() {
        page = text(ROOT.resolve("docs/requirements.md"));
        rows = page.lines().filter(line -> line.startsWith("| R-")).map(Row::of).toList();
        mainClasses = classesBelow("src/main/java");
        testClasses = classesBelow("src/test/java");
    }

    @Test
    void everyNumberIsThereOnceAndInOrder() {
        List<String> numbers = IntStream.rangeClosed(1, REQUIREMENTS)
                .mapToObj("R-%03d"::formatted)
                .toList();
        assertEquals(numbers, rows.stream().map(Row::number).toList());
    }

    @Test
    void everyRowIsDecidedOrSaysWhyNot() {
        assertNone(row -> row.isOpen()
                ? REASON.matcher(row.decision()).find() ? List.of() : List.of("open without a reason")
                : row.classes().isEmpty() ? List.of("no decision") : List.of());
    }

    @Test
    void everyRowTellsTheRequirementInAFewWords() {
        assertNone(row -> row.requirement().isBlank() || row.requirement().length() > 120
                ? List.of(row.requirement())
                : List.of());
    }

    @Test
    void everyDecidingClassExists() {
        assertNone(row -> row.classes().stream()
                .filter(name -> !mainClasses.containsKey(name))
                .toList());
    }

    @Test
    void everyNamedTestExists() {
        assertNone(row -> row.tests().stream().filter(name -> !isTest(name)).toList());
    }

    @Test
    void aRowWithoutTestsSaysSo() {
        assertNone(row -> row.tests().isEmpty() == row.shown().equals(NO_TESTS) ? List.of() : List.of(row.shown()));
    }

    @Test
    void theSumsAreRight() {
        long open = rows.stream().filter(Row::isOpen).count();
        long tested = rows.stream()
                .filter(row -> !row.isOpen() && !row.tests().isEmpty())
                .count();
        String sums = "Decided: %d of %d. With tests: %d of %d. Open: %d."
                .formatted(REQUIREMENTS - open, REQUIREMENTS, tested, REQUIREMENTS, open);
        assertTrue(page.lines().anyMatch(sums::equals), sums);
    }

    private static void assertNone(Function<Row, List<String>> faults) {
        List<String> found = rows.stream()
                .flatMap(row -> faults.apply(row).stream().map(fault -> row.number() + ": " + fault))
                .toList();
        assertEquals(List.of(), found);
    }

    /// Whether a source of this class declares such a method where tests stand.
    private static boolean isTest(String name) {
        int hash = name.indexOf('#');
        if (hash < 0) {
            return false;
        }
        Pattern method = Pattern.compile("(?m)^ {4}\\S+ " + Pattern.quote(name.substring(hash + 1)) + "\\(");
        return testClasses.getOrDefault(name.substring(0, hash), List.of()).stream()
                .map(RequirementsTest::text)
                .anyMatch(source ->
                        source.contains("org.junit") && method.matcher(source).find());
    }

    private static Map<String, List<Path>> classesBelow(String folder) {
        try (Stream<Path> files = Files.find(
                ROOT,
                20,
                (path, _) ->
                        path.toString().endsWith(".java") && path.toString().contains("/" + folder + "/"))) {
            return files.collect(
                    Collectors.groupingBy(path -> path.getFileName().toString().replace(".java", "")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// One line of the tables.
    private record Row(String number, String requirement, String decision, String shown) {
        static Row of(String line) {
            String[] cells = line.substring(1).split("\\|", -1);
            assertEquals(5, cells.length, line);
            return new Row(cells[0].strip(), cells[1].strip(), cells[2].strip(), cells[3].strip());
        }

        boolean isOpen() {
            return decision.contains(OPEN);
        }

        /// The named classes; what is open may name others.
        List<String> classes() {
            int open = decision.indexOf(OPEN);
            return names(open < 0 ? decision : decision.substring(0, open));
        }

        List<String> tests() {
            return names(shown);
        }

        private static List<String> names(String cell) {
            return NAME.matcher(cell)
                    .results()
                    .map((MatchResult found) -> found.group(1))
                    .toList();
        }
    }
}
