package net.atrelay.prove;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import net.atrelay.app.RelaySubcommand;
import net.atrelay.sim.Deed;
import net.atrelay.sim.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/// A whole run in small. System property `prove.seed` repeats one.
class ProveTest {
    private static final Duration PATIENCE = Duration.ofSeconds(180);
    private static final int STEPS = 280;

    private final long seed = Long.getLong("prove.seed", System.nanoTime() & 0xffff_ffffL);
    private final ProvePlan plan = new ProvePlan(seed, 2, 40, STEPS, 2, 500, 1, 200);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path folder;

    @Test
    void aRunIsCleanAndEverythingHasHappened() throws IOException, InterruptedException {
        System.out.println(plan.command());
        List<String> said = new ArrayList<>();
        ProveReport report;
        try (Prove prove = new Prove(plan, folder, PATIENCE, said::add)) {
            report = prove.run();
        }
        assertEquals(2, said.size(), said::toString);
        String text = String.join("\n", ProveWords.of(report));
        assertEquals(ProveReport.Verdict.CLEAN, report.verdict(), text);
        assertTrue(text.contains("Verdict: clean."), text);
        assertTrue(text.contains("Again: ./relay prove --seed " + seed + " "), text);
        assertTrue(report.kills() >= 3, text);
        for (Deed deed : Deed.values()) {
            assertTrue(report.deeds().getOrDefault(deed, 0L) > 0, deed + "\n" + text);
        }
        assertEquals(Fault.values().length, report.faults().size());
        report.faults().forEach(row -> assertTrue(row.injected() > 0 && row.wrong() == 0, row + "\n" + text));
        report.checks().forEach(check -> assertTrue(check.compared() > 0, check + "\n" + text));
        assertJson(report);
    }

    private void assertJson(ProveReport report) throws IOException {
        JsonNode json = new ObjectMapper().readTree(new ObjectMapper().writeValueAsString(report.values()));
        assertEquals("clean", json.path("verdict").asText(), json::toString);
        assertEquals(seed, json.at("/plan/seed").asLong(), json::toString);
        assertEquals(report.checks().size(), json.path("checks").size(), json::toString);
        assertEquals(report.floors().size(), json.path("floors").size(), json::toString);
    }

    @Test
    void theLauncherFindsTheCommand() {
        assertTrue(ServiceLoader.load(RelaySubcommand.class).stream()
                .anyMatch(found -> found.type().equals(ProveCommand.class)));
    }
}
