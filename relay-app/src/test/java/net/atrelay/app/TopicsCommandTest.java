package net.atrelay.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.atrelay.store.kafka.broker.Brokers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What an operator reads and scripts get, from processes of their own on a real broker.
class TopicsCommandTest {
    /// A port that nobody listens on: reserved, and given to no service.
    private static final String NOBODY = "127.0.0.1:1";

    @TempDir
    private Path directory;

    @Test
    void topicsAreMadeOnceAndHeldToTheSettings() throws Exception {
        try (Brokers brokers = Brokers.start(directory.resolve("brokers"), 1)) {
            String servers = brokers.addresses();
            missingTopicsAreToldAndStopANode(servers);
            assertEnds(
                    ExitCode.OK,
                    "the first event will have seq 5000000000",
                    run(servers, Map.of(), "topics", "--create", "--seq-base", "5000000000"));
            assertEnds(ExitCode.OK, "nothing is wrong", run(servers, Map.of(), "topics", "--check"));
            List<String> again = run(servers, Map.of(), "topics", "--create", "--seq-base", "6000000000");
            assertEnds(ExitCode.OK, "nothing is wrong", again);
            assertTrue(
                    again.stream().noneMatch(line -> line.startsWith("made ") || line.contains("seq")),
                    again::toString);
            assertEnds(
                    ExitCode.DATA,
                    "wrong: topic atrelay.hosts: partitions is 4 (expected: 5)",
                    run(servers, Map.of("RELAY_CLUSTER_TOPICS_HOST_PARTITIONS", "5"), "topics", "--check"));
        }
    }

    private void missingTopicsAreToldAndStopANode(String servers) throws Exception {
        String missing = "topic atrelay.raw: missing (expected: made by relay topics --create)";
        assertEnds(ExitCode.DATA, "wrong: " + missing, run(servers, Map.of(), "topics", "--check"));
        for (String role : List.of("ingest", "verify", "fanout")) {
            List<String> lines = run(servers, Map.of(), role);
            assertEnds(ExitCode.DATA, "relay: " + missing, lines);
            assertTrue(lines.contains("relay: " + missing.replace("raw", "events")), lines::toString);
            assertTrue(Files.notExists(directory.resolve("data")), role);
        }
    }

    @Test
    void kafkaThatIsAwayIsToldAfterTheTimeout() throws Exception {
        List<String> lines = run(NOBODY, Map.of(), "topics", "--check", "--timeout", "10ms");
        assertEquals(ExitCode.UNAVAILABLE, exitCodeOf(lines), lines::toString);
        assertTrue(
                lines.stream().anyMatch(line -> line.startsWith("relay: Kafka does not answer at " + NOBODY)),
                lines::toString);
    }

    @Test
    void aFileThatSetsWhatOnlyTheRelayMayIsRefused() throws Exception {
        Path file = Files.writeString(directory.resolve("client"), "acks=1\n");
        assertEnds(
                ExitCode.CONFIG,
                "relay: " + file + ": sets what only the relay may: acks",
                run(NOBODY, Map.of("RELAY_CLUSTER_CLIENT_FILE", file.toString()), "topics", "--check"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--create --timeout soon|relay: --timeout: soon (expected: duration like 5ms, 30s or 72h, 1ms to 24h)",
                "--create --seq-base 0|relay: --seq-base: 0 (expected: 1 to 4503599627370495)",
                "--check --seq-base 7|relay: --seq-base: only with --create"
            })
    void badOptionsAreRefusedBeforeKafkaIsAsked(String options, String line) {
        Terminal terminal = new Terminal();
        List<String> args = new ArrayList<>(List.of("topics"));
        args.addAll(List.of(options.split(" ")));
        assertEquals(ExitCode.USAGE, terminal.run(RelayCommand.commandLine(), args.toArray(String[]::new)));
        assertEquals(List.of(line + " (see relay topics --help)"), terminal.errors());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ingest", "verify", "fanout", "topics"})
    void helpTellsTheExitCodes(String command) {
        Terminal terminal = new Terminal();
        assertEquals(ExitCode.OK, terminal.run(RelayCommand.commandLine(), command, "--help"));
        for (int code : List.of(ExitCode.OK, ExitCode.DATA, ExitCode.UNAVAILABLE, ExitCode.NOT_PERMITTED)) {
            assertTrue(terminal.out().lines().anyMatch(line -> line.startsWith("  " + code + " ")), terminal.out());
        }
    }

    /// The exit code stands behind what was written.
    private List<String> run(String servers, Map<String, String> more, String... args)
            throws IOException, InterruptedException {
        Map<String, String> settings = new HashMap<>(Map.of(
                "RELAY_DATA", directory.resolve("data").toString(),
                "RELAY_LISTEN", "127.0.0.1:0",
                "RELAY_OPERATOR_LISTEN", "127.0.0.1:0",
                "RELAY_CLUSTER_BOOTSTRAP_SERVERS", servers,
                "RELAY_CLUSTER_TOPICS_ACCOUNT_PARTITIONS", "6",
                "RELAY_CLUSTER_TOPICS_HOST_PARTITIONS", "4",
                "RELAY_CLUSTER_TOPICS_REPLICAS", "1",
                "RELAY_CLUSTER_TOPICS_IN_SYNC_REPLICAS_MIN", "1"));
        settings.putAll(more);
        try (Child child = Child.start(RelayCommand.class, settings, args)) {
            List<String> lines = new ArrayList<>(child.remainingLines());
            lines.add(Integer.toString(child.exitCode()));
            return lines;
        }
    }

    private static void assertEnds(int exitCode, String line, List<String> lines) {
        assertEquals(exitCode, exitCodeOf(lines), lines::toString);
        assertTrue(lines.contains(line), lines::toString);
    }

    private static int exitCodeOf(List<String> lines) {
        return Integer.parseInt(lines.getLast());
    }
}
