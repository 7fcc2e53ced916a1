package net.atrelay.bench.cluster;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import net.atrelay.load.RelayAtWork;
import org.jspecify.annotations.Nullable;

/// The nodes of a cluster, each a process of its own with a folder of its own. A name is a role and a number, such as
/// `verify1`. Used by one thread.
final class Nodes implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final long POLL_MILLIS = 10;
    private static final String JAVA_OPTIONS = "RELAY_JAVA_OPTS";
    /// Many processes share one machine here.
    private static final String HEAP = "-Xmx1g";

    private final Path folder;
    private final Map<String, String> settings;
    private final @Nullable Path profiles;
    private final Map<String, RelayAtWork> running = new LinkedHashMap<>();

    /// @param settings of all nodes
    /// @param profiles folder for a flight recording of each node; null for none
    Nodes(Path folder, Map<String, String> settings, @Nullable Path profiles) {
        this.folder = folder;
        this.settings = settings;
        this.profiles = profiles;
    }

    /// Starts a node and waits until it does its work; returns the milliseconds from the start of its process on.
    long start(String name) throws IOException, InterruptedException {
        return start(name, Map.of());
    }

    /// As [#start(String)], with settings that stand before those of all nodes.
    long start(String name, Map<String, String> own) throws IOException, InterruptedException {
        Path place = folder.resolve(name);
        place.toFile().mkdirs();
        Path log = place.resolve("log");
        RelayAtWork node = new RelayAtWork(roleOf(name), place.resolve("data"), log, settingsOf(name, own));
        running.put(name, node);
        long began = System.nanoTime();
        node.launch();
        while (!node.serves()) {
            if (System.nanoTime() - began > PATIENCE.toNanos()) {
                throw new IOException(name + ": does not work (expected: in time); see " + log);
            }
            Thread.sleep(POLL_MILLIS);
        }
        return Duration.ofNanos(System.nanoTime() - began).toMillis();
    }

    /// SIGTERM; returns when it has ended.
    void stop(String name) {
        RelayAtWork node = running.remove(name);
        if (node != null) {
            node.close();
        }
    }

    /// Port on which a fan-out node serves consumers.
    int port(String name) {
        return URI.create(Objects.requireNonNull(running.get(name), name).url()).getPort();
    }

    /// Id of the process.
    long pid(String name) {
        return Objects.requireNonNull(running.get(name), name).pid();
    }

    /// Ids of the processes that run, by role.
    Map<String, List<Long>> byRole() {
        Map<String, List<Long>> processes = new LinkedHashMap<>();
        running.forEach((name, node) ->
                processes.computeIfAbsent(roleOf(name), _ -> new ArrayList<>()).add(node.pid()));
        return processes;
    }

    @Override
    public void close() {
        List.of("ingest1", "verify2", "verify1", "fanout2", "fanout1").forEach(this::stop);
    }

    private Map<String, String> settingsOf(String name, Map<String, String> own) {
        Map<String, String> all = new HashMap<>(settings);
        all.putAll(own);
        all.put("RELAY_CLUSTER_NODE", name);
        String recording = profiles == null
                ? ""
                : " -XX:StartFlightRecording:filename="
                        + profiles.resolve(name + ".jfr").toAbsolutePath()
                        + ",jdk.CPUTimeSample#enabled=true,jdk.CPUTimeSample#throttle=5ms";
        all.merge(JAVA_OPTIONS, HEAP + recording, (set, ours) -> ours + " " + set);
        return all;
    }

    private static String roleOf(String name) {
        return name.replaceAll("[0-9]+$", "");
    }
}
