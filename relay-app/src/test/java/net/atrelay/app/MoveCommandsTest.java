package net.atrelay.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.atrelay.store.StoreConfig;
import net.atrelay.store.StoreMetrics;
import net.atrelay.store.host.CrawlRule;
import net.atrelay.store.host.HostBan;
import net.atrelay.store.host.HostBan.Scope;
import net.atrelay.store.rocks.RocksStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What an operator reads who moves a relay, from processes of their own.
class MoveCommandsTest {
    /// A port that nobody listens on: reserved, and given to no service.
    private static final String NOBODY = "127.0.0.1:1";

    @TempDir
    private Path directory;

    @Test
    void whatTheFileHasIsTold() throws Exception {
        Path data = directory.resolve("data");
        try (AppMetrics metrics = new AppMetrics();
                RocksStore store = RocksStore.open(
                        data, StoreConfig.defaults(), new StoreMetrics(metrics.registry()), (what, cause) -> {
                            throw new AssertionError(what, cause);
                        })) {
            store.crawlRules().put(new CrawlRule.Ban(new HostBan("bad.example", Scope.DOMAIN, 1, "test")));
            store.crawlRules().put(new CrawlRule.AccountLimit("pds.example.com", 5L));
        }
        List<String> lines = run("export", "--data", data.toString(), file());
        assertEquals(
                List.of(
                        "events 0, from seq 20000000000; the next one has seq 20000000000",
                        "accounts 0",
                        "waiting frames 0",
                        "records of hosts 0",
                        "records of administration 2",
                        "0"),
                lines.stream().filter(line -> !line.contains("INFO")).toList());
    }

    @Test
    void aDirectoryThatIsNotThereIsNotMade() throws Exception {
        Path data = directory.resolve("typo");
        assertEnds(
                ExitCode.DIRECTORY,
                "relay: data directory " + data + ": not a relay's (no ATRELAY file)",
                run("export", "--data", data.toString(), file()));
        assertFalse(Files.exists(data));
        assertFalse(Files.exists(Path.of(file())));
    }

    @Test
    void theDataOfANodeOfAClusterIsRefused() throws Exception {
        Path mark = Files.writeString(directory.resolve("kafka-cluster"), "some-cluster\n");
        assertEnds(
                ExitCode.DATA,
                "relay: " + mark + ": the data of a cluster's node (expected: that of relay run)",
                run("export", "--data", directory.toString(), file()));
    }

    @Test
    void filesAreNeitherOverwrittenNorMadeUp() throws Exception {
        assertEnds(
                ExitCode.USAGE, "relay: " + file() + ": no such file (see relay import --help)", run("import", file()));
        Files.writeString(Path.of(file()), "mine");
        assertEnds(
                ExitCode.USAGE,
                "relay: " + file() + ": exists already (expected: a new file) (see relay export --help)",
                run("export", file()));
        assertEquals("mine", Files.readString(Path.of(file())));
    }

    @Test
    void kafkaThatIsAwayIsToldAfterTheTimeout() throws Exception {
        Files.writeString(Path.of(file()), "not read yet");
        List<String> lines = run("import", "--timeout", "10ms", file());
        assertEquals(Integer.toString(ExitCode.UNAVAILABLE), lines.getLast(), lines::toString);
        assertTrue(
                lines.stream().anyMatch(line -> line.startsWith("relay: Kafka does not answer at " + NOBODY)),
                lines::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"export", "import"})
    void helpTellsTheExitCodes(String command) {
        Terminal terminal = new Terminal();
        assertEquals(ExitCode.OK, terminal.run(RelayCommand.commandLine(), command, "--help"));
        for (int code : List.of(ExitCode.OK, ExitCode.USAGE, ExitCode.DATA, ExitCode.FAULT, ExitCode.CONFIG)) {
            assertTrue(terminal.out().lines().anyMatch(line -> line.startsWith("  " + code + " ")), terminal.out());
        }
    }

    private String file() {
        return directory.resolve("file").toString();
    }

    /// The exit code stands behind what was written.
    private static List<String> run(String... args) throws IOException, InterruptedException {
        try (Child child = Child.start(RelayCommand.class, Map.of("RELAY_CLUSTER_BOOTSTRAP_SERVERS", NOBODY), args)) {
            List<String> lines = new ArrayList<>(child.remainingLines());
            lines.add(Integer.toString(child.exitCode()));
            return lines;
        }
    }

    private static void assertEnds(int exitCode, String line, List<String> lines) {
        assertEquals(Integer.toString(exitCode), lines.getLast(), lines::toString);
        assertTrue(lines.contains(line), lines::toString);
    }
}
