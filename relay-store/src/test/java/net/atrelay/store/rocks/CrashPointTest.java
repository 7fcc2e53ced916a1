package net.atrelay.store.rocks;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A process is killed at each named point; the directory that it leaves is opened again, and holds all that was
/// acknowledged or published, each seq with the bytes that it was given with, dense, and states as new as the events.
class CrashPointTest {
    private static final int PAST_EVENTS = 130;
    private static final int LIFE_OF_PAST = 1;
    private static final int LIFE_OF_CHILD = 2;
    private static final int LIFE_AFTER = 3;

    private StoreLedger ledger = new StoreLedger("");

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource
    void nothingIsLostAndNoSeqIsGivenTwice(CrashPoint point) throws Exception {
        ledger = new StoreLedger(point.toString());
        givePast(point.past);
        assertTrue(killAt(point, LIFE_OF_CHILD), point + " was never reached");

        try (RocksStore store = CrashPointWriter.open(directory)) {
            ledger.check(store);
            CrashPointWriter.append(store, LIFE_AFTER, 2 * CrashPointWriter.ACCOUNTS);
            ledger.check(store);
        }
    }

    private void givePast(CrashPoint.Past past) throws Exception {
        switch (past) {
            case NONE -> {}
            case CLOSED -> {
                try (RocksStore store = CrashPointWriter.open(directory)) {
                    CrashPointWriter.append(store, LIFE_OF_PAST, PAST_EVENTS);
                }
            }
            case KILLED -> assertTrue(killAt(CrashPoint.BATCH_BUILT, LIFE_OF_PAST), "the process before");
        }
    }

    /// Whether the child came to the point, and was killed there.
    private boolean killAt(CrashPoint point, int life) throws Exception {
        try (Debugger debugger = new Debugger()) {
            Process child = start(debugger.option(), life);
            Thread reader = Thread.ofPlatform().start(() -> listen(child));
            try {
                return debugger.runTo(point);
            } finally {
                child.toHandle().destroyForcibly(); // unlike Process.destroyForcibly it leaves the pipe open
                child.waitFor();
                reader.join();
            }
        }
    }

    private Process start(String option, int life) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(option, "--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), CrashPointWriter.class.getName()));
        command.addAll(List.of(directory.toString(), String.valueOf(life)));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private void listen(Process child) {
        try (BufferedReader lines = child.inputReader(StandardCharsets.US_ASCII)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                ledger.hear(line);
            }
        } catch (IOException e) {
            // The kill has closed the pipe.
        }
    }
}
