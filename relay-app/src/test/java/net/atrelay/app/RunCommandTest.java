package net.atrelay.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunCommandTest {
    private static final List<String> RUN =
            List.of("run", "--listen", "127.0.0.1:0", "--operator-listen", "127.0.0.1:0");

    @TempDir
    private Path directory;

    private final Terminal terminal = new Terminal();

    @Test
    void optionsStandBeforeTheEnvironment() throws IOException, InterruptedException {
        Map<String, String> environment = Map.of("RELAY_DATA", "/dev/null/nowhere", "RELAY_LOG_FORMAT", "json");
        try (Child child = run(environment, "--data", data(), "--dev", "--host", "localhost:1")) {
            child.awaitLine("development");
            child.awaitLine("\"curve\":\"K256\",\"implementation\":\"");
            child.awaitLine("\"msg\":\"the relay runs\"");
            child.signal("TERM");
            child.awaitLine("\"role\":\"STORE\"");
            assertEquals(0, child.exitCode());
        }
    }

    @Test
    void aVariableThatDoesNotExistStopsTheStart() throws IOException, InterruptedException {
        try (Child child = run(Map.of("RELAY_DAAT", "x", "RELAY_DATA", data()))) {
            assertEquals(List.of("relay: RELAY_DAAT: no such setting (nearest: RELAY_DATA)"), child.remainingLines());
            assertEquals(ExitCode.CONFIG, child.exitCode());
        }
        assertTrue(Files.notExists(Path.of(data())));
    }

    @Test
    void aBadOptionValueIsNamedAsItWasWritten() {
        assertEquals(ExitCode.CONFIG, runHere("--log-level", "loud", "--host", "a b"));
        assertEquals(
                List.of(
                        "relay: --log-level: loud (expected: one of error, warn, info, debug)",
                        "relay: --host: a b (expected: names separated by commas)"),
                terminal.errors());
    }

    @Test
    void anUnknownOptionIsOneLine() {
        assertEquals(ExitCode.USAGE, runHere("--dat", "x"));
        assertEquals(1, terminal.errors().size(), terminal.errors().toString());
    }

    @Test
    void aForeignDirectoryIsLeftAlone() throws IOException {
        Files.createDirectories(Path.of(data()));
        Files.writeString(Path.of(data(), "thesis.txt"), "years of work");
        assertEquals(ExitCode.DIRECTORY, runHere("--data", data()));
        assertOneLine("data directory " + data() + ": not empty and not a relay's");
        try (var files = Files.list(Path.of(data()))) {
            assertEquals(1, files.count());
        }
    }

    @Test
    void aDirectoryThatCannotBeMadeIsOneLine() throws IOException {
        Files.writeString(directory.resolve("file"), "");
        String inFile = directory.resolve("file").resolve("data").toString();
        assertEquals(ExitCode.DIRECTORY, runHere("--data", inFile));
        assertOneLine("data directory " + inFile + ": cannot be made or written");
    }

    @Test
    void aSecondProcessOnTheDirectoryIsRefused() throws IOException, InterruptedException {
        try (Child first = run(Map.of(), "--data", data())) {
            first.awaitLine("the relay runs");
            assertEquals(ExitCode.BUSY, runHere("--data", data()));
            assertOneLine("data directory " + data() + ": in use by another process");
            first.signal("INT");
            assertEquals(0, first.exitCode());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"RELAY_LISTEN", "RELAY_OPERATOR_LISTEN"})
    void aBusyPortIsOneLineAndLeavesTheDirectoryFree(String key) throws IOException, InterruptedException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String busy = "127.0.0.1:" + other.getLocalPort();
            Map<String, String> addresses = new HashMap<>(Map.of(
                    "RELAY_LISTEN", "127.0.0.1:0", "RELAY_OPERATOR_LISTEN", "127.0.0.1:0", "RELAY_DATA", data()));
            addresses.put("RELAY_LOG_LEVEL", "error");
            addresses.put(key, busy);
            try (Child child = Child.start(RelayCommand.class, addresses, "run")) {
                assertEquals(
                        List.of("relay: cannot listen on " + busy + ": another process listens there"),
                        child.remainingLines());
                assertEquals(ExitCode.BUSY, child.exitCode());
            }
        }
        try (Child child = run(Map.of(), "--data", data())) {
            child.awaitLine("the relay runs");
            child.signal("TERM");
            assertEquals(0, child.exitCode());
        }
    }

    @Test
    void helpTellsTheExitCodes() {
        assertEquals(0, runHere("--help"));
        assertTrue(terminal.out().contains("  78    a setting has a bad value or an unknown name"), terminal.out());
    }

    private void assertOneLine(String start) {
        assertEquals(1, terminal.errors().size(), terminal.errors().toString());
        assertTrue(
                terminal.errors().getFirst().startsWith("relay: " + start),
                terminal.errors().toString());
    }

    private String data() {
        return directory.resolve("data").toString();
    }

    private int runHere(String... options) {
        List<String> args = new ArrayList<>(RUN);
        args.addAll(List.of(options));
        return terminal.run(RelayCommand.commandLine(), args.toArray(String[]::new));
    }

    private static Child run(Map<String, String> environment, String... options) throws IOException {
        List<String> args = new ArrayList<>(RUN);
        args.addAll(List.of(options));
        return Child.start(RelayCommand.class, environment, args.toArray(String[]::new));
    }
}
