package net.atrelay.mutants;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/// Compiles mutants, and runs tests against them in a process each.
final class Workshop {
    private static final long SUITE_SECONDS_MAX = 180;

    private final Path folder;

    /// @param folder for what is compiled
    Workshop(Path folder) {
        this.folder = folder;
    }

    /// What became of one run.
    ///
    /// @param code of [SuiteRun]; a run that hangs counts as red
    /// @param word the test that failed, or how many were green
    record Result(int code, String word) {}

    /// Runs the tests of a selection against the module as it is.
    Result sound(String module, List<String> selection) throws IOException, InterruptedException {
        return run(module, List.of(), selection);
    }

    /// Runs the tests that have to notice the mutant against it.
    Result faulty(Mutant mutant) throws IOException, InterruptedException {
        Path classes = Files.createDirectories(folder.resolve(mutant.name()).resolve("classes"));
        compile(mutant, classes);
        return run(mutant.module(), List.of(classes), mutant.selection());
    }

    private void compile(Mutant mutant, Path classes) throws IOException {
        Path source = folder.resolve(mutant.name()).resolve(mutant.source().getFileName());
        Files.writeString(source, mutant.faultySource());
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            boolean isCompiled = compiler.getTask(
                            messages,
                            files,
                            null,
                            List.of(
                                    "-proc:none",
                                    "-nowarn",
                                    "-d",
                                    classes.toString(),
                                    "-cp",
                                    classPath(mutant.module(), List.of())),
                            null,
                            files.getJavaFileObjects(source))
                    .call();
            if (!isCompiled) {
                throw new IllegalArgumentException(mutant + ": does not compile: " + messages);
            }
        }
    }

    private Result run(String module, List<Path> first, List<String> selection)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx1g",
                "-Dio.netty.leakDetection.level=paranoid",
                "-Dlogback.configurationFile=" + System.getProperty("logback.configurationFile", ""),
                "-cp",
                classPath(module, first),
                SuiteRun.class.getName()));
        command.addAll(selection);
        Path output = Files.createTempFile(folder, "suite", ".log");
        Process process = new ProcessBuilder(command)
                .directory(Project.module(module).toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (!process.waitFor(SUITE_SECONDS_MAX, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
            return new Result(SuiteRun.RED, "no end after " + SUITE_SECONDS_MAX + " s");
        }
        return new Result(process.exitValue(), lastLine(output));
    }

    private static String lastLine(Path output) throws IOException {
        List<String> lines = Files.readAllLines(output);
        return lines.isEmpty() ? "" : lines.getLast();
    }

    /// The mutant stands before the module, the module before its jar.
    private static String classPath(String module, List<Path> first) {
        return Stream.of(first.stream(), Stream.of(Project.testClasses(module), Project.classes(module)))
                        .flatMap(paths -> paths)
                        .map(Path::toString)
                        .collect(Collectors.joining(File.pathSeparator, "", File.pathSeparator))
                + System.getProperty("java.class.path");
    }
}
