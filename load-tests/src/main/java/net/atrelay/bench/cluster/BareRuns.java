package net.atrelay.bench.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.atrelay.bench.cluster.ClusterPlan.Part;
import net.atrelay.sim.PeerProcess;

/// The processes of bare runs: `copy` transforms nothing, `proof` proves each frame, `streams` does so on Kafka
/// Streams. Used by one thread.
final class BareRuns implements AutoCloseable {
    private static final String COPY = "copy";
    private static final String STREAMS = "streams";

    private final ClusterPlan plan;
    private final String servers;
    private final Path folder;
    private final List<PeerProcess> running = new ArrayList<>();

    BareRuns(ClusterPlan plan, String servers, Path folder) {
        this.plan = plan;
        this.servers = servers;
        this.folder = folder;
    }

    /// The kinds that a plan wants.
    static List<String> kinds(ClusterPlan plan) {
        return plan.has(Part.STREAMS) ? List.of(COPY, "proof", STREAMS) : List.of(COPY, "proof");
    }

    /// The group whose settled records are those of a kind.
    static String group(String kind) {
        return "bare-" + kind;
    }

    /// Starts one; returns the id of its process.
    long start(String kind) throws IOException {
        BareWork.Task task =
                new BareWork.Task(group(kind), !kind.equals(COPY), plan.threads(), servers, plan.partitions(), folder);
        Class<?> main = kind.equals(STREAMS) ? BareStreams.class : Bare.class;
        PeerProcess process = PeerProcess.start(List.of("-Xmx1g"), main, task.words());
        running.add(process);
        return process.pid();
    }

    @Override
    public void close() {
        running.forEach(PeerProcess::close);
    }
}
