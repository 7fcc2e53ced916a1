package net.atrelay.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import net.atrelay.app.RelaySubcommand;
import net.atrelay.sim.hostile.Hostility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A measurement in small. What it measures is judged by nobody: a test machine has other things to do.
class HostileRunTest {
    private static final HostilePlan PLAN = new HostilePlan(50, 1, 1, 10, 1, 1);

    @TempDir
    private Path folder;

    @Test
    void allRowsAreThereForPeopleAndForMachines() throws IOException, InterruptedException {
        List<String> said = new ArrayList<>();
        List<Hostility> kinds = List.of(Hostility.HUGE_MAP, Hostility.ENDLESS_DESCRIPTION);
        HostileResult result = new HostileRun(PLAN, Map.of(), folder, said::add).run(kinds);
        assertEquals(List.of("warming up", "huge-map", "endless-description", "all at once"), said);

        String table = String.join("\n", result.table());
        JsonNode json = new ObjectMapper().readTree(new ObjectMapper().writeValueAsString(result.values()));
        assertEquals(50, json.at("/plan/perSecond").asInt());
        assertEquals(3, json.at("/undisturbed").size(), json.toString());
        assertEquals(3, json.at("/encounters").size(), json.toString());
        for (JsonNode row : json.at("/encounters")) {
            assertTrue(table.contains(row.at("/kind").asText()), table);
            assertTrue(row.at("/injected").asLong() > 0, row.toString());
            assertTrue(row.at("/ratio").asDouble() > 0, row.toString());
            assertEquals(50, row.at("/window/events").asLong(), row.toString());
            assertEquals(0, row.at("/window/missing").asLong(), row.toString());
        }
    }

    @Test
    void theLauncherFindsTheCommand() {
        assertTrue(ServiceLoader.load(RelaySubcommand.class).stream()
                .anyMatch(found -> found.type().equals(HostileCommand.class)));
    }

    @Test
    void aPlanGoesToAnotherProcessAsWords() {
        assertEquals(PLAN, HostilePlan.of(PLAN.words()));
    }
}
