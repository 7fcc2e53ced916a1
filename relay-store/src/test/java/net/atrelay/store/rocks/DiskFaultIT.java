package net.atrelay.store.rocks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// At each durable step the disk fails once: the system call gives the error and does nothing, as `strace` injects it.
/// The process ends loudly, tells nobody of anything from then on, and what it has told before is there when the
/// directory is opened on a sound disk.
///
/// After a sync that failed nobody knows what the disk holds of what was written before, even when a later one
/// succeeds. Here later ones do succeed, and nothing may come of it.
class DiskFaultIT {
    private static final int PAST_EVENTS = 130;
    private static final int LIFE_OF_PAST = 1;
    private static final int LIFE_OF_CHILD = 2;
    private static final int LIFE_AFTER = 3;
    /// So long that the child's events fill tables.
    private static final int LONG_FRAME_BYTES = 20_000;
    private static final int SHORT_FRAME_BYTES = 300;
    private static final int PATIENCE_SECONDS = 300;
    private static final String INJECTED = "(INJECTED)";

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void nothingIsLostAndNothingIsToldAfterwards(DiskFault fault) throws Exception {
        Path directory = folder.resolve("data").toAbsolutePath();
        StoreLedger ledger = new StoreLedger(fault.toString());
        givePast(fault, directory, ledger);

        int code = run(fault, directory);
        List<String> told = Files.readAllLines(folder.resolve("told"));
        told.forEach(ledger::hear);
        List<String> calls = Files.readAllLines(folder.resolve("calls"));
        assertInjected(fault, calls);
        assertEndsLoudly(fault, code);
        if (fault.endsAll()) {
            assertNothingToldAfterwards(fault, calls, told.size());
        }

        try (RocksStore store = CrashPointWriter.open(directory)) {
            ledger.check(store);
            CrashPointWriter.append(store, LIFE_AFTER, 2 * CrashPointWriter.ACCOUNTS);
            ledger.check(store);
        }
    }

    private void givePast(DiskFault fault, Path directory, StoreLedger ledger) throws Exception {
        switch (fault.past) {
            case NONE -> {}
            case CLOSED -> {
                try (RocksStore store = CrashPointWriter.open(directory)) {
                    CrashPointWriter.append(store, LIFE_OF_PAST, PAST_EVENTS);
                }
            }
            case KILLED -> {
                Path told = folder.resolve("told-before");
                List<String> command = writer(directory, LIFE_OF_PAST, SHORT_FRAME_BYTES);
                Process process = new ProcessBuilder(command)
                        .redirectOutput(told.toFile())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
                while (Files.readAllLines(told).size() < PAST_EVENTS && process.isAlive()) {
                    Thread.onSpinWait();
                }
                process.destroyForcibly().waitFor();
                Files.readAllLines(told).forEach(ledger::hear);
            }
        }
    }

    private int run(DiskFault fault, Path directory) throws IOException, InterruptedException {
        Path told = folder.resolve("told");
        List<String> command = new ArrayList<>(List.of("strace", "-f", "--seccomp-bpf", "-y", "-o"));
        command.add(folder.resolve("calls").toString());
        command.addAll(List.of("-e", "trace=write,writev,fsync,fdatasync,rename"));
        command.addAll(List.of("-e", "inject=" + fault.call + ":error=" + fault.error + ":when=" + fault.time));
        fault.files.in(directory).forEach(file -> command.addAll(List.of("-P", file.toString())));
        command.addAll(List.of("-P", told.toString()));
        command.addAll(writer(directory, LIFE_OF_CHILD, LONG_FRAME_BYTES));
        Process process = new ProcessBuilder(command)
                .redirectOutput(told.toFile())
                .redirectError(folder.resolve("errors").toFile())
                .start();
        try {
            assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), fault + ": does not end");
        } finally {
            process.destroyForcibly();
        }
        return process.exitValue();
    }

    private static List<String> writer(Path directory, int life, int frameBytes) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                // A line of a log would be a write to the disk, too.
                "-Dlogback.configurationFile=" + System.getProperty("logback.configurationFile", ""),
                "-cp",
                System.getProperty("java.class.path"),
                CrashPointWriter.class.getName(),
                directory.toString(),
                String.valueOf(life),
                String.valueOf(frameBytes));
    }

    private static void assertInjected(DiskFault fault, List<String> calls) {
        List<String> injected =
                calls.stream().filter(call -> call.contains(INJECTED)).toList();
        assertEquals(1, injected.size(), () -> fault + ": " + injected);
        assertTrue(injected.getFirst().contains(fault.error.name()), injected::toString);
    }

    /// The store ends the process, or is not opened at all.
    private void assertEndsLoudly(DiskFault fault, int code) throws IOException {
        assertNotEquals(0, code, () -> fault + ": went on as if nothing had happened");
        String errors = Files.readString(folder.resolve("errors"));
        String expected = code == CrashPointWriter.FATAL ? "FATAL " : "Exception";
        assertTrue(errors.contains(expected), () -> fault + ": " + code + " " + errors);
    }

    /// @param told how many lines there are, of which the record of calls must have each
    private static void assertNothingToldAfterwards(DiskFault fault, List<String> calls, int told) {
        boolean hasFailed = false;
        int seen = 0;
        for (String call : calls) {
            hasFailed |= call.contains(INJECTED);
            boolean tells = call.contains("\"ACK ") || call.contains("\"PUB ");
            seen += tells ? 1 : 0;
            assertTrue(!hasFailed || !tells, () -> fault + ": told afterwards: " + call);
        }
        assertEquals(told, seen, () -> fault + ": lines told");
    }
}
