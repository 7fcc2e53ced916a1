package net.atrelay.store.rocks;

import static net.atrelay.store.rocks.StoreFixture.BASE;
import static net.atrelay.store.rocks.StoreFixture.payloadIn;
import static net.atrelay.store.rocks.StoreFixture.readFrom;
import static net.atrelay.store.rocks.StoreFixture.seqIn;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.atrelay.store.account.AccountState;
import net.atrelay.store.account.HostMark;
import net.atrelay.store.host.HostRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Kills a writing process at random moments, tears the end of its log file, and opens what is left.
///
/// System property `relay.store.crashes`: how many times (default 6).
class CrashTest {
    private static final int CRASHES = Integer.getInteger("relay.store.crashes", 6);
    private static final int ACKS_MAX = 1_500;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    @TempDir
    Path directory;

    @Test
    void allThatWasAcknowledgedIsServedAfterEachKillAndTornTail() throws Exception {
        for (int crash = 0; crash < CRASHES; crash++) {
            String label = "seed " + seed + " crash " + crash;
            Ack last = runUntilKilled(1 + random.nextInt(ACKS_MAX), random.nextInt(4) == 0 ? 40_000 : 500);
            tearNewestLogFile(last);
            checkAll(last, label);
        }
    }

    /// Kills the writer after so many acknowledgements and gives the newest that came out whole.
    private Ack runUntilKilled(int acks, int payloadBytes) throws IOException, InterruptedException {
        Process process = start(payloadBytes);
        try (BufferedReader lines = process.inputReader(StandardCharsets.US_ASCII)) {
            Ack last = null;
            boolean isKilled = false;
            int acked = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Ack ack = Ack.parse(line);
                last = ack == null ? last : ack; // the kill may have cut the last line
                if (++acked >= acks && !isKilled) {
                    process.toHandle().destroyForcibly(); // unlike Process.destroyForcibly it leaves the pipe open
                    isKilled = true;
                }
            }
            if (!isKilled || last == null) {
                throw new AssertionError("the writer ended by itself: " + process);
            }
            return last;
        } finally {
            process.destroyForcibly();
            process.waitFor();
        }
    }

    private Process start(int payloadBytes) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("-XX:TieredStopAtLevel=1");
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(CrashWriter.class.getName());
        command.add(directory.toString());
        command.add(String.valueOf(payloadBytes));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /// Cuts the newest log file somewhere behind what was synced, and now and then leaves rubbish at its end.
    private void tearNewestLogFile(Ack last) {
        try (Stream<Path> files = Files.list(directory.resolve("db"))) {
            Path newest = files.filter(file -> file.toString().endsWith(".log"))
                    .max(Path::compareTo)
                    .orElseThrow();
            long synced = newest.getFileName().toString().equals(last.file) ? last.fileBytes : 0;
            try (RandomAccessFile file = new RandomAccessFile(newest.toFile(), "rw")) {
                long kept = synced + (long) (random.nextDouble() * (file.length() - synced));
                file.setLength(kept);
                byte[] rubbish = new byte[random.nextInt(3) == 0 ? random.nextInt(5_000) : 0];
                random.nextBytes(rubbish);
                if (rubbish.length >= WriteAheadLogs.HEADER_BYTES && random.nextBoolean()) {
                    int type = random.nextInt(WriteAheadLogs.RECYCLED.size());
                    rubbish[WriteAheadLogs.HEADER_BYTES - 1] =
                            WriteAheadLogs.RECYCLED.get(type).byteValue();
                }
                file.seek(kept);
                file.write(rubbish);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void checkAll(Ack last, String label) {
        try (RocksStore store =
                RocksStore.open(directory, StoreFixture.setup(CrashWriter.CONFIG, StoreFixture.failTheTest()))) {
            long tip = store.log().tip();
            assertTrue(tip >= BASE + last.number, () -> label + ": acknowledged " + last.number + ", tip " + tip);
            List<byte[]> frames = readFrom(store, BASE);
            assertEquals(tip - BASE + 1, frames.size(), label);
            for (int i = 0; i < frames.size(); i++) {
                assertEquals(BASE + i, seqIn(frames.get(i)), label);
                assertEquals(i, payloadIn(frames.get(i)), label);
            }
            checkStates(store, tip - BASE, label);
        }
    }

    /// Account states and the host's cursor are exactly as new as the newest event: one atomic write.
    private static void checkStates(RocksStore store, long newest, String label) {
        for (long number = Math.max(0, newest - CrashWriter.ACCOUNTS + 1); number <= newest; number++) {
            AccountState state = store.accounts().find(CrashWriter.account(number));
            assertNotNull(state, label);
            assertEquals(List.of(new HostMark(CrashWriter.HOST, 0, number)), state.marks(), label);
        }
        if (newest >= 0) {
            // the record itself was never put; its cursor and its count are there all the same
            HostRecord host = new HostRecord(CrashWriter.HOST, true, HostRecord.Status.ACTIVE, 0, null, 1, null);
            store.hosts().put(host, false);
            HostRecord found = store.hosts().find(CrashWriter.HOST);
            assertNotNull(found, label);
            assertEquals(newest, found.cursor(), label);
            long accounts = Math.min(newest + 1, CrashWriter.ACCOUNTS);
            assertEquals(accounts, store.hosts().accountCount(CrashWriter.HOST), label);
        }
    }

    private record Ack(long number, String file, long fileBytes) {
        static @Nullable Ack parse(String line) {
            String[] words = line.split(" ", -1);
            return words.length == 4 && words[0].equals("ACK")
                    ? new Ack(Long.parseLong(words[1]), words[2], Long.parseLong(words[3]))
                    : null;
        }
    }
}
