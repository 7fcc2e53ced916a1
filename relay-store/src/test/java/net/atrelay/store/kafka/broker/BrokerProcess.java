package net.atrelay.store.kafka.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One broker, which is a controller, too: its port, data folder and log stay the same over restarts.
public final class BrokerProcess {
    /// Key of our own in the file of properties, which Kafka passes over.
    static final String CLUSTER_ID = "atrelay.test.cluster.id";

    /// Below the ports that the kernel gives to outgoing connections: one of them may take the port while the broker
    /// is down.
    private static final int PORT_FIRST = 12_000;

    private static final int PORT_AFTER_LAST = 32_000;
    private static final int PORT_TRIES_MAX = 1_000;
    private static final Duration STOPS_WITHIN = Duration.ofSeconds(30);

    private final int id;
    private final int port = freePort();
    private final int controllerPort = freePort();
    private final Path folder;
    private final List<String> javaOptions;
    private @Nullable Process process;
    private boolean endedByUs;

    /// @param javaOptions of the broker's Java
    BrokerProcess(int id, Path folder, List<String> javaOptions) {
        this.id = id;
        this.folder = folder;
        this.javaOptions = javaOptions;
    }

    public int id() {
        return id;
    }

    public String address() {
        return "127.0.0.1:" + port;
    }

    /// Of the process that runs now.
    public long pid() {
        return Objects.requireNonNull(process, "the broker was never started").pid();
    }

    public Path log() {
        return folder.resolve("broker.log");
    }

    public boolean isAlive() {
        return process != null && process.isAlive();
    }

    /// Whether it has ended by itself.
    boolean hasFailed() {
        return process != null && !process.isAlive() && !endedByUs;
    }

    String voter() {
        return id + "@127.0.0.1:" + controllerPort;
    }

    /// Starts it on what it has; does not wait.
    void launch(Properties shared) {
        try {
            Files.createDirectories(folder);
            Path file = folder.resolve("broker.properties");
            try (Writer writer = Files.newBufferedWriter(file)) {
                withOwn(shared).store(writer, null);
            }
            Process started = new ProcessBuilder(command(file))
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.appendTo(log().toFile()))
                    .start();
            Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(started::destroyForcibly));
            process = started;
            endedByUs = false;
        } catch (IOException e) {
            throw new UncheckedIOException("the broker cannot be started in " + folder, e);
        }
    }

    /// SIGTERM: it hands over what it leads, closes its logs and ends.
    public void stop() {
        end(false);
    }

    /// SIGKILL.
    public void kill() {
        end(true);
    }

    private void end(boolean atOnce) {
        Process running = process;
        if (running == null) {
            return;
        }
        endedByUs = true;
        try {
            if (atOnce) {
                running.destroyForcibly();
            } else {
                running.destroy();
            }
            if (!running.waitFor(STOPS_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
                running.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            running.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private Properties withOwn(Properties shared) {
        Properties all = new Properties();
        all.putAll(shared);
        all.setProperty("node.id", Integer.toString(id));
        all.setProperty("listeners", "BROKER://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort);
        all.setProperty("advertised.listeners", "BROKER://127.0.0.1:" + port);
        all.setProperty("log.dirs", folder.resolve("data").toString());
        return all;
    }

    private List<String> command(Path properties) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(javaOptions);
        command.addAll(List.of(
                "-Dlogback.configurationFile="
                        + BrokerProcess.class.getResource("/net/atrelay/store/kafka/broker/broker-log.xml"),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                BrokerMain.class.getName(),
                properties.toString()));
        return command;
    }

    private static int freePort() {
        for (int i = 0; i < PORT_TRIES_MAX; i++) {
            int port = ThreadLocalRandom.current().nextInt(PORT_FIRST, PORT_AFTER_LAST);
            try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return port;
            } catch (IOException e) {
                // Somebody has it.
            }
        }
        throw new IllegalStateException("ports: none free (expected: one from " + PORT_FIRST + " on)");
    }
}
