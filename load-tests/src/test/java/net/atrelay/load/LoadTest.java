package net.atrelay.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import net.atrelay.app.RelaySubcommand;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A run in small. How fast it is, and how large, is judged by nobody: a test machine has other things to do.
class LoadTest {
    private static final Realm REALM = new Realm(1, 20, 2_000, 0, 100, 300);
    private static final Course COURSE =
            new Course(200, 1_000, 200, 2, 50, 50, 1, List.of(Restart.How.TERM, Restart.How.KILL));

    @TempDir
    private Path folder;

    @Test
    void knownAccountsGoOnThroughRestartsAndNobodyIsLookedUp() throws IOException, InterruptedException {
        List<String> said = new ArrayList<>();
        StringWriter samples = new StringWriter();
        LoadResult result = new LoadRun(REALM, COURSE, folder, Map.of(), said::add).run(null, new PrintWriter(samples));

        assertTrue(result.end().isClean(), result.end().toString());
        assertTrue(result.end().heard() > COURSE.warmUpEvents(), result.end().toString());
        assertEquals(10, result.parts().size());
        assertEquals(
                COURSE.restarts(), result.restarts().stream().map(Restart::how).toList());
        for (Restart start : List.of(
                result.first(), result.restarts().get(0), result.restarts().get(1))) {
            assertEquals(REALM.hosts(), start.hosts(), start.toString());
            assertEquals(0, start.plcRequests(), start.toString());
            assertEquals(0, start.lookUps(), start.toString());
            assertTrue(start.servingMillis() > 0 && start.caughtUpMillis() > 0, start.toString());
        }
        assertTrue(
                result.warm().rss() > 0 && result.warm().writeBuffers() > 0,
                result.warm().toString());
        assertEquals(
                Sample.header().split(",").length,
                samples.toString().lines().findFirst().orElse("").split(",").length);

        String table = String.join("\n", LoadTable.of(result));
        assertTrue(table.contains("SIGKILL") && table.contains("0 missing"), table);
        JsonNode json = new ObjectMapper().readTree(new ObjectMapper().writeValueAsString(result));
        assertEquals(2_000, json.at("/realm/accounts").asInt(), json.toString());
        assertTrue(json.at("/parts/9/end/rss").asLong() > 0, json.toString());
    }

    @Test
    void growthIsTheSlopeOfAllSamples() {
        assertEquals(600, LoadResult.slope(List.of(at(0, 1_000), at(10, 1_100), at(20, 1_200))), 1e-6);
        assertEquals(0, LoadResult.slope(List.of(at(0, 1_000), at(10, 1_300), at(20, 1_000))), 1e-6);
        assertEquals(0, LoadResult.slope(List.of(at(0, 1_000))));
    }

    @Test
    void theLauncherFindsTheCommand() {
        assertTrue(ServiceLoader.load(RelaySubcommand.class).stream()
                .anyMatch(found -> found.type().equals(LoadCommand.class)));
    }

    private static Sample at(double seconds, long rss) {
        return new Sample(seconds, 0, 0, rss, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    }
}
