package net.atrelay.realnet;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// A process that a test started: its lines come to the test, its complaints go to a file, and it ends with the test.
final class Child implements AutoCloseable {
    private static final Duration ENDS_WITHIN = Duration.ofSeconds(20);

    private final String name;
    private final Process process;
    private final BufferedWriter input;
    private final Thread reader;

    private Child(String name, Process process, Consumer<String> onLine) {
        this.name = name;
        this.process = process;
        this.input = process.outputWriter(StandardCharsets.UTF_8);
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(process::destroyForcibly));
        this.reader = Thread.ofPlatform().daemon().name("child-" + name).start(() -> read(onLine));
    }

    /// Starts a program.
    ///
    /// @param environment added to this process's own
    /// @param onLine takes each line of standard output, on one thread
    static Child start(
            String name, List<String> command, Path folder, Map<String, String> environment, Consumer<String> onLine) {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectError(Redirect.appendTo(logFile(name).toFile()));
        builder.environment().putAll(environment);
        try {
            return new Child(name, builder.start(), onLine);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + command.getFirst() + " for " + name, e);
        }
    }

    static Path logFile(String name) {
        return Workplace.target().resolve(name + ".log");
    }

    /// Writes a line to standard input.
    void say(String line) {
        try {
            input.write(line);
            input.newLine();
            input.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(name + " takes no input; see " + logFile(name), e);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /// Ends the input, which some programs take as the end; then as [#close].
    void endInput() {
        try {
            input.close();
        } catch (IOException e) {
            // It has ended already, and with it the pipe.
        }
        finish(process.descendants().toList());
    }

    /// kill -9, of what it started too.
    void kill() {
        List<ProcessHandle> family = process.descendants().toList();
        process.destroyForcibly();
        family.forEach(ProcessHandle::destroyForcibly);
        finish(family);
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
