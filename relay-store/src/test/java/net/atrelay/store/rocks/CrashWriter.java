package net.atrelay.store.rocks;

import static net.atrelay.store.rocks.StoreFixture.did;
import static net.atrelay.store.rocks.StoreFixture.event;
import static net.atrelay.store.rocks.StoreFixture.rawFrame;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import net.atrelay.atproto.syntax.Did;
import net.atrelay.store.StoreConfig;
import net.atrelay.store.account.AccountState;
import net.atrelay.store.account.HostMark;
import net.atrelay.store.log.Outcome;

/// A process that appends until it is killed. For each durable outcome it prints `ACK number walFile walBytes`: how
/// long the newest log file was at a moment when the outcome was already synced.
final class CrashWriter {
    static final String HOST = "a.test";
    static final int ACCOUNTS = 50;

    /// Small buffers: flushes, moved files and new log files happen while it runs.
    static final StoreConfig CONFIG =
            StoreFixture.CONFIG.withBatch(Duration.ofMillis(1), 40, 1 << 20).withMemory(1 << 20, 1 << 20, 3 << 20);

    private static final int IN_FLIGHT_MAX = 64;

    private CrashWriter() {}

    public static void main(String[] args) throws Exception {
        Path directory = Path.of(args[0]);
        int payloadBytes = Integer.parseInt(args[1]);
        RocksStore store = RocksStore.open(
                directory,
                StoreFixture.setup(CONFIG, (what, cause) -> Runtime.getRuntime().halt(70)));
        long next = store.log().tip() + 1 - StoreFixture.BASE;
        Semaphore room = new Semaphore(IN_FLIGHT_MAX);
        for (long ordinal = 0; ; ordinal++) {
            room.acquire();
            store.outcomes().append(outcome(next + ordinal, ordinal, payloadBytes, directory, room));
        }
    }

    /// Outcome n gives event n, and moves account and host to host seq n.
    private static Outcome outcome(long number, long ordinal, int payloadBytes, Path directory, Semaphore room) {
        Did did = account(number);
        AccountState state = AccountState.unknown(did).withHost(HOST).marked(new HostMark(HOST, 0, number));
        return new Outcome(
                did,
                rawFrame(HOST, number, ordinal, did),
                List.of(event(did, number, payloadBytes)),
                state,
                null,
                null,
                () -> {
                    System.out.println("ACK " + number + " " + newestLogFile(directory));
                    System.out.flush();
                    room.release();
                });
    }

    static Did account(long number) {
        return did((int) (number % ACCOUNTS));
    }

    private static String newestLogFile(Path directory) {
        try (Stream<Path> files = Files.list(directory.resolve("db"))) {
            Path newest = files.filter(file -> file.toString().endsWith(".log"))
                    .max(Path::compareTo)
                    .orElseThrow();
            return newest.getFileName() + " " + Files.size(newest);
        } catch (IOException e) {
            return "none 0";
        }
    }
}
