package net.atrelay.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The process of [Peers], seen from the relay that is measured. Used by one thread.
final class PeersProcess implements AutoCloseable {
    private static final long ENDING_SECONDS = 10;

    private final Process process;
    private final BufferedReader in;
    private final PrintWriter out;
    private final String plcUrl;
    private final String hosts;

    private PeersProcess(Process process) throws IOException {
        this.process = process;
        in = process.inputReader(StandardCharsets.UTF_8);
        out = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
        String[] words = expect("ready").split(" ", 2);
        plcUrl = words[0];
        hosts = words[1];
    }

    /// Starts it and waits until it has made its frames.
    static PeersProcess start(BenchPlan plan) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:+UseSerialGC",
                "-XX:+UseCompactObjectHeaders",
                "-cp",
                System.getProperty("java.class.path"),
                Peers.class.getName()));
        command.addAll(plan.words());
        Process process =
                new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
        boolean isReady = false;
        try {
            PeersProcess peers = new PeersProcess(process);
            isReady = true;
            return peers;
        } finally {
            if (!isReady) {
                process.destroyForcibly();
            }
        }
    }

    String plcUrl() {
        return plcUrl;
    }

    /// Their names, separated by commas.
    String hosts() {
        return hosts;
    }

    /// Waits until the relay has found all hosts, and the consumer the relay.
    void listen(int port) throws IOException {
        out.println("listen ws://127.0.0.1:" + port);
        expect("listening");
    }

    /// Lets the hosts say the next frames, as fast as the relay takes them; returns when the consumer has them all.
    void send(int frames) throws IOException {
        out.println("release " + frames);
        expect("received");
    }

    /// The floor of the frames sent last.
    Floor.Cost floor() throws IOException {
        out.println("floor");
        return Floor.Cost.of(List.of(expect("floor").split(" ")));
    }

    private String expect(String word) throws IOException {
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
