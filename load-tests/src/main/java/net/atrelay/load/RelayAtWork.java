package net.atrelay.load;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import net.atrelay.app.RelayCommand;
import net.atrelay.demo.Meters;
import org.jspecify.annotations.Nullable;

/// The relay under load as an operator runs it, or one node of a cluster: the launcher with `run` or the node's role,
/// a process of its own, with a data directory and ports that stay when it is started again. Used by one thread, but
/// for what is read of it.
///
/// Where there is no launcher (`relay.launcher`), as in tests, it is the same command on this class path.
public final class RelayAtWork implements AutoCloseable {
    private static final String LAUNCHER = "relay.launcher";
    /// As the launcher has it: options for the relay's Java.
    private static final String JAVA_OPTIONS = "RELAY_JAVA_OPTS";

    private static final int OK = 200;
    private static final int PATIENCE_MILLIS = 5_000;
    private static final long ENDING_SECONDS = 120;
    /// Below those that the kernel gives to outgoing connections: the consumer knocks while the relay is down, and
    /// one of its connections must not take the relay's port.
    private static final int FIRST_PORT = 12_000;

    private static final int AFTER_LAST_PORT = 32_000;
    private static final int PORT_TRIES_MAX = 1_000;

    private final String role;
    private final Path log;
    private final int port;
    private final int operatorPort;
    private final Map<String, String> settings;
    private volatile @Nullable Process process;

    /// Not started yet.
    ///
    /// @param log takes what it writes to standard error
    /// @param settings as the environment holds them; those of addresses and data are added
    public RelayAtWork(Path data, Path log, Map<String, String> settings) throws IOException {
        this("run", data, log, settings);
    }

    /// @param role the command: `run`, or that of a node
    public RelayAtWork(String role, Path data, Path log, Map<String, String> settings) throws IOException {
        this.role = role;
        this.log = log;
        port = freePort();
        operatorPort = freePort();
        this.settings = new HashMap<>(settings);
        this.settings.put("RELAY_DATA", data.toAbsolutePath().toString());
        this.settings.put("RELAY_LISTEN", "127.0.0.1:" + port);
        this.settings.put("RELAY_OPERATOR_LISTEN", "127.0.0.1:" + operatorPort);
    }

    /// Where consumers connect.
    public String url() {
        return "ws://127.0.0.1:" + port;
    }

    /// Its process.
    public long pid() {
        return running().pid();
    }

    /// Starts it and does not wait.
    public void launch() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().keySet().removeIf(key -> key.startsWith("RELAY_") && !key.startsWith("RELAY_JAVA"));
        builder.environment().putAll(settings);
        Process started = builder.start();
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(started::destroyForcibly));
        process = started;
    }

    /// Whether it answers that it is well.
    ///
    /// @throws IOException when it has ended
    public boolean serves() throws IOException {
        if (!running().isAlive()) {
            throw new IOException("the relay has ended with " + running().exitValue() + ": see " + log);
        }
        try {
            boolean isForConsumers = role.equals("run") || role.equals("fanout");
            HttpURLConnection connection = connect(isForConsumers ? port : operatorPort, "/xrpc/_health");
            return connection.getResponseCode() == OK;
        } catch (IOException _) {
            return false;
        }
    }

    Meters meters() throws IOException {
        try (InputStream in = connect(operatorPort, "/metrics").getInputStream()) {
            return Meters.read(new String(in.readAllBytes(), StandardCharsets.UTF_8), System.nanoTime());
        }
    }

    /// How it is at this moment.
    ///
    /// @param seconds the time to note
    Sample sample(double seconds) throws IOException {
        Duration cpu = running().info().totalCpuDuration().orElse(Duration.ZERO);
        return Sample.of(seconds, cpu.toNanos() / 1e9, ProcessMemory.of(pid()), meters());
    }

    /// Ends it, and returns when it has ended.
    void end(Restart.How how) throws InterruptedException {
        Process ending = running();
        switch (how) {
            case TERM -> ending.destroy();
            case KILL -> ending.destroyForcibly();
        }
        if (!ending.waitFor(ENDING_SECONDS, TimeUnit.SECONDS)) {
            ending.destroyForcibly().waitFor();
        }
    }

    /// kill -9; returns the exit code.
    public int kill() throws InterruptedException {
        end(Restart.How.KILL);
        return running().exitValue();
    }

    /// Whether its process runs.
    public boolean isAlive() {
        Process started = process;
        return started != null && started.isAlive();
    }

    @Override
    public void close() {
        if (process == null) {
            return;
        }
        try {
            end(Restart.How.TERM);
        } catch (InterruptedException e) {
            running().destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private List<String> command() {
        String launcher = System.getProperty(LAUNCHER);
        if (launcher != null) {
            return List.of(launcher, role);
        }
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
        String options = settings.getOrDefault(JAVA_OPTIONS, "");
        if (!options.isEmpty()) {
            command.addAll(List.of(options.split(" ", -1)));
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(RelayCommand.class.getName(), role));
        return command;
    }

    private static HttpURLConnection connect(int port, String path) throws IOException {
        HttpURLConnection connection = (HttpURLConnection)
                URI.create("http://127.0.0.1:" + port + path).toURL().openConnection();
        connection.setConnectTimeout(PATIENCE_MILLIS);
        connection.setReadTimeout(PATIENCE_MILLIS);
        return connection;
    }

    private Process running() {
        Process started = process;
        if (started == null) {
            throw new IllegalStateException("process: none (expected: launched before)");
        }
        return started;
    }

    private static int freePort() throws IOException {
        for (int i = 0; i < PORT_TRIES_MAX; i++) {
            int free = ThreadLocalRandom.current().nextInt(FIRST_PORT, AFTER_LAST_PORT);
            try (ServerSocket _ = new ServerSocket(free, 1, InetAddress.getLoopbackAddress())) {
                return free;
            } catch (IOException _) {
                // Somebody has it.
            }
        }
        throw new IOException("ports: none free (expected: one from " + FIRST_PORT + " on)");
    }
}
