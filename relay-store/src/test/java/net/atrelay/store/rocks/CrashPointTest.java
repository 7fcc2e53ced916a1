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
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.atrelay.store.account.AccountState;
import net.atrelay.store.account.HostMark;
import net.atrelay.store.host.HostRecord;
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

    /// What consumers have seen, by seq.
    private final Map<Long, Long> published = new TreeMap<>();

    private long acknowledged = BASE - 1;

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource
    void nothingIsLostAndNoSeqIsGivenTwice(CrashPoint point) throws Exception {
        givePast(point.past);
        assertTrue(killAt(point, LIFE_OF_CHILD), point + " was never reached");

        try (RocksStore store = CrashPointWriter.open(directory)) {
            checkAll(store, point);
            CrashPointWriter.append(store, LIFE_AFTER, 2 * CrashPointWriter.ACCOUNTS);
            checkAll(store, point);
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
                String[] words = line.split(" ", -1);
                if (words[0].equals("PUB") && words.length == 3) {
                    published.put(Long.parseLong(words[1]), Long.parseLong(words[2]));
                } else if (words[0].equals("ACK") && words.length == 2) {
                    acknowledged = Math.max(acknowledged, Long.parseLong(words[1]));
                }
            }
        } catch (IOException e) {
            // The kill has closed the pipe.
        }
    }

    private void checkAll(RocksStore store, CrashPoint point) {
        long first = store.log().firstSeq();
        long tip = store.log().tip();
        assertTrue(tip >= acknowledged, () -> point + ": acknowledged " + acknowledged + ", tip " + tip);
        List<byte[]> frames = readFrom(store, first);
        assertEquals(tip - first + 1, frames.size(), point.toString());
        for (int i = 0; i < frames.size(); i++) {
            long seq = first + i;
            assertEquals(seq, seqIn(frames.get(i)), point.toString());
            assertEquals(seq - BASE, payloadIn(frames.get(i)) % CrashPointWriter.LIFE, point.toString());
            Long seen = published.get(seq);
            assertTrue(seen == null || seen == payloadIn(frames.get(i)), () -> point + ": other bytes under " + seq);
            published.put(seq, payloadIn(frames.get(i)));
        }
        long newestSeen =
                published.keySet().stream().mapToLong(Long::longValue).max().orElse(BASE - 1);
        assertTrue(tip >= newestSeen, () -> point + ": published " + newestSeen + ", tip " + tip);
        checkStates(store, tip - BASE, point);
    }

    /// One atomic write: states and the host's cursor are exactly as new as the newest event.
    private static void checkStates(RocksStore store, long newest, CrashPoint point) {
        for (long number = Math.max(0, newest - CrashPointWriter.ACCOUNTS + 1); number <= newest; number++) {
            AccountState state = store.accounts().find(CrashPointWriter.account(number));
            assertNotNull(state, point.toString());
            assertEquals(List.of(new HostMark(CrashPointWriter.HOST, 0, number)), state.marks(), point.toString());
        }
        HostRecord host = store.hosts().find(CrashPointWriter.HOST);
        if (host != null && newest >= 0) {
            assertEquals(newest, host.cursor(), point.toString());
        }
    }
}
