package net.atrelay.process;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// A process that a test started: its lines come to the test, its complaints go to a file, and it ends with the test.
public final class Child implements AutoCloseable {
    private static final Duration ENDS_WITHIN = Duration.ofSeconds(20);
    private static final Duration PATIENCE = Duration.ofSeconds(180);

    private final Path log;
    private final Process process;
    private final BufferedWriter input;
    private final Thread reader;

    private Child(Path log, Process process, Consumer<String> onLine) {
        this.log = log;
        this.process = process;
        this.input = process.outputWriter(StandardCharsets.UTF_8);
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(process::destroyForcibly));
        this.reader =
                Thread.ofPlatform().daemon().name("child-" + log.getFileName()).start(() -> read(onLine));
    }

    /// Starts a program.
    ///
    /// @param environment added to this process's own
    /// @param log where standard error is appended
    /// @param onLine takes each line of standard output, on one thread
    public static Child start(
            List<String> command, Path folder, Map<String, String> environment, Path log, Consumer<String> onLine) {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectError(Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        try {
            return new Child(log, builder.start(), onLine);
        } catch (IOException e) {
            return fail(command.getFirst() + " cannot be started; see " + log, e);
        }
    }

    /// The last line of the log, and where the log is.
    public String lastComplaint() {
        try (Stream<String> lines = Files.lines(log)) {
            return lines.filter(line -> !line.isBlank()).reduce("", (_, line) -> line) + " (" + log + ")";
        } catch (IOException e) {
            return "see " + log;
        }
    }

    /// Writes a line to standard input.
    public void say(String line) {
        try {
            input.write(line);
            input.newLine();
            input.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("it takes no input; see " + log, e);
        }
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /// Waits for the process to end by itself.
    public int exitCode() {
        try {
            return process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                    ? process.exitValue()
                    : fail("the process does not end; see " + log);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return fail(e);
        }
    }

    /// Whether it says nothing more: its output has ended, and each line has been handed over.
    public boolean isSilent() {
        return !reader.isAlive();
    }

    /// Ends the input, which some programs take as the end; then as [#close].
    public void endInput() {
        try {
            input.close();
        } catch (IOException e) {
            // It has ended already, and with it the pipe.
        }
        finish(process.descendants().toList());
    }

    /// kill -9, of what it started too; returns its exit code.
    public int kill() {
        List<ProcessHandle> family = process.descendants().toList();
        process.destroyForcibly();
        family.forEach(ProcessHandle::destroyForcibly);
        finish(family);
        return process.exitValue();
    }

    /// Asks the process to end and waits; it and what it started are killed when that takes too long.
    @Override
    public void close() {
        List<ProcessHandle> family = process.descendants().toList();
        process.destroy();
        finish(family);
    }

    private void finish(List<ProcessHandle> family) {
        try {
            if (!process.waitFor(ENDS_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                family.forEach(ProcessHandle::destroyForcibly);
                process.waitFor();
            }
            reader.join(ENDS_WITHIN);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            family.forEach(ProcessHandle::destroyForcibly);
            Thread.currentThread().interrupt();
        }
    }

    private void read(Consumer<String> onLine) {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            lines.lines().forEach(onLine);
        } catch (IOException | UncheckedIOException e) {
            // A killed process leaves a torn line, which nobody waits for.
        }
    }
}
