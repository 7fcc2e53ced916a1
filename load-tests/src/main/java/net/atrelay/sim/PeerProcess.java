package net.atrelay.sim;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A Java process on this class path that is talked to in lines, such as one with simulated hosts beside a relay
/// that is measured alone. It ends when its input does. Used by one thread.
public final class PeerProcess implements AutoCloseable {
    private static final long ENDING_SECONDS = 10;

    private final Process process;
    private final BufferedReader in;
    private final PrintWriter out;

    private PeerProcess(Process process) {
        this.process = process;
        in = process.inputReader(StandardCharsets.UTF_8);
        out = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
    }

    /// Starts it; what it writes to standard error comes out here.
    ///
    /// @param javaOptions beside those that native libraries need
    public static PeerProcess start(List<String> javaOptions, Class<?> main, List<String> arguments)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:+UseCompactObjectHeaders"));
        command.addAll(javaOptions);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        return new PeerProcess(
                new ProcessBuilder(command).redirectError(Redirect.INHERIT).start());
    }

    public long pid() {
        return process.pid();
    }

    /// Says a line.
    public void say(String line) {
        out.println(line);
    }

    /// Waits for the next line, which begins with this word; returns what is behind it.
    public String expect(String word) throws IOException {
        String line = in.readLine();
        if (line == null || !line.startsWith(word)) {
            throw new IOException("the peers say: " + line + " (expected: " + word + ")");
        }
        return line.substring(word.length()).trim();
    }

    @Override
    public void close() {
        out.close();
        try {
            if (!process.waitFor(ENDING_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
