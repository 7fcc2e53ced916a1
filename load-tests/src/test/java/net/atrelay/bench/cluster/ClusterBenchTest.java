package net.atrelay.bench.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import net.atrelay.app.RelaySubcommand;
import net.atrelay.bench.cluster.ClusterPlan.Part;
import net.atrelay.bench.cluster.ClusterResult.Change;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A measurement in small. How long things take is judged by nobody: a test machine has other things to do.
@Tag("long")
class ClusterBenchTest {
    private static final int RATE = 40;
    private static final int SECONDS = 4;
    private static final int PARTITIONS = 6;

    @TempDir
    private Path folder;

    @Test
    void eachPartIsMeasuredAndNoEventIsMissing() throws IOException, InterruptedException {
        ClusterPlan plan = new ClusterPlan(
                EnumSet.allOf(Part.class),
                200,
                2,
                200,
                List.of(RATE),
                SECONDS,
                RATE,
                2,
                40,
                50,
                1,
                1,
                "",
                PARTITIONS,
                1);
        ClusterResult result = new ClusterRun(plan, Map.of(), folder, null, _ -> {}).run();

        assertEquals(
                Set.of("ingest", "copy", "proof", "streams", "verify", "whole", "at 40/s"),
                result.stretches().keySet());
        result.stretches().forEach((name, stretch) -> assertTrue(stretch.perSecond() > 0, name + ": " + stretch));
        assertEquals(RATE * SECONDS, result.steady().getFirst().events());
        assertEquals(
                List.of("fanout2 joins", "verify2 joins", "verify2 leaves"),
                result.changes().stream().map(Change::what).toList());
        assertEquals(
                List.of(0, PARTITIONS / 2, PARTITIONS / 2),
                result.changes().stream().map(Change::moved).toList());
        result.changes()
                .forEach(change -> assertEquals(RATE * SECONDS, change.course().events(), change.what()));

        JsonNode json = new ObjectMapper().readTree(new ObjectMapper().writeValueAsString(result));
        assertTrue(json.at("/ratioToProof").asDouble() > 0, json.toString());
        assertTrue(json.at("/stretches/verify/cpu/brokers/all").asDouble() >= 0, json.toString());
        String table = String.join("\n", ClusterTable.of(result));
        assertTrue(table.contains("bare consume-transform-produce of the same records, proven"), table);
    }

    @Test
    void theLauncherFindsTheCommand() {
        assertTrue(ServiceLoader.load(RelaySubcommand.class).stream()
                .anyMatch(found -> found.type().equals(ClusterBenchCommand.class)));
    }

    @Test
    void aTaskGoesToAnotherProcessAsWords() {
        BareWork.Task task = new BareWork.Task("bare-copy", true, 2, "127.0.0.1:9092", 24, Path.of("folder"));
        assertEquals(task, BareWork.Task.of(task.words()));
    }
}
