package net.atrelay.fuzz;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Each target under the coverage-guided fuzzer for `-Dfuzz.seconds` (30 without it); `-Dfuzz.only=NAME,NAME` runs
/// some. Corpora and failures are kept below `-Dfuzz.folder` (`target/fuzz` without it), one after the other.
class FuzzIT {
    private static final int SECONDS = Integer.getInteger("fuzz.seconds", 30);
    private static final Path FOLDER = Path.of(System.getProperty("fuzz.folder", "target/fuzz"));

    @TestFactory
    Stream<DynamicTest> eachTargetHolds() {
        Set<String> only = Set.of(System.getProperty("fuzz.only", "").split(","));
        return FuzzTargets.ALL.stream()
                .filter(target -> only.contains("") || only.contains(target.name()))
                .map(target -> DynamicTest.dynamicTest(target.name(), () -> fuzz(target)));
    }

    private static void fuzz(FuzzTarget target) throws Exception {
        Path folder = FOLDER.resolve(target.name()).toAbsolutePath();
        FuzzRun.Result result = new FuzzRun(target, folder).run(SECONDS);
        System.out.printf(
                "%-20s %,12d runs %,6d branches %s%n",
                target, result.runs(), result.coverage(), result.isClean() ? "clean" : result.failures());
        assertTrue(result.runs() > 0, () -> target + ": nothing was run, see " + folder.resolve("log"));
        assertTrue(result.isClean(), () -> target + ": " + result + ", see " + folder.resolve("log"));
    }
}
