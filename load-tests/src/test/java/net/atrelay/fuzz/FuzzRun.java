package net.atrelay.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import net.atrelay.sim.repo.Base32;
import net.atrelay.sim.repo.Hash;

/// One run of the coverage-guided fuzzer on one target, in a process of its own. It begins with the target's seeds,
/// with what earlier runs have found to be of interest, and with what has failed before.
final class FuzzRun {
    private static final String DRIVER = "com.code_intelligence.jazzer.Jazzer";
    private static final Pattern RUNS = Pattern.compile("stat::number_of_executed_units:\\s*([0-9]+)");
    private static final Pattern COVERAGE = Pattern.compile("cov: ([0-9]+)");
    /// Beyond the time that is given for fuzzing: start, instrumentation, reading the corpus.
    private static final int PATIENCE_SECONDS = 300;

    private final FuzzTarget target;
    private final Path folder;

    /// @param folder kept from run to run: `corpus`, `failures`, `log`
    FuzzRun(FuzzTarget target, Path folder) {
        this.target = target;
        this.folder = folder;
    }

    /// What came of a run.
    ///
    /// @param code the fuzzer's exit code; 0 when nothing was found
    /// @param runs inputs that were tried
    /// @param coverage branches that they came to
    /// @param failures inputs for which the property did not hold, in this run or in an earlier one
    record Result(int code, long runs, long coverage, List<Path> failures) {
        boolean isClean() {
            return code == 0;
        }
    }

    Result run(int seconds) throws IOException, InterruptedException {
        Path corpus = Files.createDirectories(folder.resolve("corpus"));
        Path failures = Files.createDirectories(folder.resolve("failures"));
        for (byte[] seed : target.seeds()) {
            Files.write(corpus.resolve(Base32.encode(Hash.sha256(seed))), seed);
        }
        Path log = folder.resolve("log");
        Process process = new ProcessBuilder(command(seconds))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            if (!process.waitFor(seconds + PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException(target + ": still running (expected: an end), see " + log);
            }
        } finally {
            process.destroyForcibly();
        }
        String told = Files.readString(log);
        return new Result(process.exitValue(), last(RUNS, told), last(COVERAGE, told), files(failures));
    }

    private List<String> command(int seconds) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx1g", "-XX:+EnableDynamicAgentLoading", "--enable-native-access=ALL-UNNAMED"));
        command.addAll(List.of("--sun-misc-unsafe-memory-access=allow", "-Djava.io.tmpdir=" + folder));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), DRIVER));
        command.addAll(List.of("--target_class=" + FuzzEntry.class.getName(), "--target_args=" + target.name()));
        command.add("--instrumentation_includes=net.atrelay.**");
        command.add("--custom_hook_includes=net.atrelay.**");
        command.add("--instrumentation_excludes=net.atrelay.fuzz.**:net.atrelay.sim.**");
        command.addAll(List.of("-max_total_time=" + seconds, "-max_len=" + target.lengthMax()));
        command.addAll(List.of("-artifact_prefix=failures/", "-print_final_stats=1", "-rss_limit_mb=4000"));
        command.addAll(List.of("corpus", "failures"));
        return command;
    }

    private static long last(Pattern pattern, String text) {
        long last = 0;
        for (Matcher found = pattern.matcher(text); found.find(); ) {
            last = Long.parseLong(found.group(1));
        }
        return last;
    }

    private static List<Path> files(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException("failures: not listed", e);
        }
    }
}
