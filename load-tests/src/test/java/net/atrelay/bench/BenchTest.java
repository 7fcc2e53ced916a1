package net.atrelay.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import net.atrelay.app.RelaySubcommand;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A measurement in small. What it measures is judged by nobody: a test machine has other things to do.
class BenchTest {
    private static final BenchPlan PLAN = new BenchPlan(200, 100, 100, 2, 2, 10, 50, 1);

    @TempDir
    private Path folder;

    @Test
    void allRowsAreThereForPeopleAndForMachines() throws IOException {
        List<String> said = new ArrayList<>();
        BenchResult result = new BenchRun(PLAN, Map.of(), folder, said::add).run();
        assertEquals(
                List.of(
                        "making 400 frames",
                        "warming up",
                        "round 1 of 2",
                        "round 2 of 2",
                        "at a part of that speed",
                        "replaying",
                        "replaying without the relay"),
                said);

        List<String> stacks = Files.readAllLines(BenchRun.folded(folder));
        assertTrue(
                stacks.stream().anyMatch(line -> line.matches("relay-verify-shard;.*net\\.atrelay\\..* [0-9]+")),
                () -> String.join("\n", stacks));

        String table = String.join("\n", BenchTable.of(result));
        for (Stage stage : Stage.values()) {
            assertTrue(table.contains(stage.words()), table);
        }
        for (Workers group : Workers.values()) {
            assertTrue(table.contains(group.words()), table);
        }

        JsonNode json = new ObjectMapper().readTree(new ObjectMapper().writeValueAsString(result.values()));
        assertEquals(200, json.at("/plan/events").asInt());
        assertTrue(json.at("/machine/cores").asInt() > 0, json.toString());
        assertTrue(json.at("/ratio").asDouble() > 0, json.toString());
        assertTrue(json.at("/floorMicrosPerEventByStage/SIGNATURE").asDouble() > 0, json.toString());
        assertTrue(json.at("/cpuMicrosPerEventByThreads/SHARDS").asDouble() > 0, json.toString());
        assertEquals(100, json.at("/steady/events").asInt(), json.toString());
        assertEquals(400, json.at("/catchUp/events").asInt(), json.toString());
        assertTrue(json.at("/catchUpRatio").asDouble() > 0, json.toString());
        assertTrue(json.at("/writeAmplification").asDouble() >= 0, json.toString());
        assertEquals(Stage.values().length, json.at("/cpuMicrosPerEventByStage").size(), json.toString());
    }

    @Test
    void theLauncherFindsTheCommand() {
        assertTrue(ServiceLoader.load(RelaySubcommand.class).stream()
                .anyMatch(found -> found.type().equals(BenchCommand.class)));
    }

    @Test
    void aPlanGoesToAnotherProcessAsWords() {
        assertEquals(PLAN, BenchPlan.of(PLAN.words()));
    }
}
