package net.atrelay.store.rocks;

import static net.atrelay.store.rocks.StoreFixture.did;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.Semaphore;
import net.atrelay.store.StoreConfig;
import net.atrelay.store.account.AccountState;
import net.atrelay.store.log.LogReader;
import net.atrelay.store.log.Outcome;
import net.atrelay.store.log.PendingEvent;
import net.atrelay.store.record.AccountCodec;
import net.atrelay.store.tail.TailBatch;

/// Prints what appending and reading cost at 5 KB an event. Arguments: an empty directory, and how many events.
///
/// Append: wall and process CPU time an event, with each batch of at most 1, 50 or 500 events and as many in flight,
/// each outcome with one event and one account state. Iterate: the whole log in portions of 1 MiB.
final class StoreBenchmark {
    private static final int FRAME_BYTES = 5_000;
    private static final int ACCOUNTS = 600;

    private StoreBenchmark() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        Path parent = Path.of(args[0]);
        int events = Integer.parseInt(args[1]);
        for (int batch : new int[] {500, 1, 50, 500}) {
            Path directory = Files.createTempDirectory(parent, "batch" + batch + "-");
            run(directory, batch, batch == 1 ? events / 20 : events);
        }
        codec();
    }

    private static void run(Path directory, int batchEvents, int events) throws InterruptedException {
        StoreConfig config = StoreConfig.defaults().withBatch(Duration.ZERO, batchEvents, 8 << 20);
        try (RocksStore store = StoreFixture.open(directory, config)) {
            PendingEvent[] pending = frames();
            AccountState[] states = states();
            Semaphore room = new Semaphore(2 * batchEvents);
            Cost append = Cost.start();
            for (int i = 0; i < events; i++) {
                room.acquire();
                PendingEvent event = pending[i % pending.length];
                AccountState state = states[i % states.length];
                store.outcomes()
                        .append(new Outcome(state.did(), null, List.of(event), state, null, null, room::release));
            }
            room.acquire(2 * batchEvents);
            append.print("append, batches of " + batchEvents, events);
            for (int round = 0; round < 2; round++) {
                Cost iterate = Cost.start();
                long read = readAll(store);
                iterate.print("iterate", read);
            }
        }
    }

    private static long readAll(RocksStore store) {
        long read = 0;
        try (LogReader reader = store.log().read(store.log().firstSeq())) {
            for (TailBatch batch = reader.next(1 << 20); batch != null; batch = reader.next(1 << 20)) {
                read += batch.frames().length;
            }
        }
        return read;
    }

    private static void codec() {
        AccountState[] states = states();
        byte[][] records = new byte[states.length][];
        for (int round = 0; round < 3; round++) {
            int count = 200_000;
            Cost encode = Cost.start();
            for (int i = 0; i < count; i++) {
                records[i % ACCOUNTS] = AccountCodec.encode(states[i % ACCOUNTS]);
            }
            encode.print("encode account state", count);
            Cost decode = Cost.start();
            int hosts = 0;
            for (int i = 0; i < count; i++) {
                AccountState state = AccountCodec.decode(states[i % ACCOUNTS].did(), records[i % ACCOUNTS]);
                hosts += state.host() == null ? 0 : 1;
            }
            decode.print("decode account state (" + hosts + " with host)", count);
        }
    }

    /// Half of each frame is random, half repeats: about what signed commits with their records compress to.
    private static PendingEvent[] frames() {
        PendingEvent[] pending = new PendingEvent[1_000];
        for (int i = 0; i < pending.length; i++) {
            byte[] half = new byte[FRAME_BYTES / 2];
            new SplittableRandom(i).nextBytes(half);
            PendingEvent event = StoreFixture.event(did(i), i, FRAME_BYTES);
            System.arraycopy(new byte[half.length], 0, event.frame(), event.frame().length - half.length, half.length);
            pending[i] = event;
        }
        return pending;
    }

    private static AccountState[] states() {
        AccountState[] states = new AccountState[ACCOUNTS];
        Random random = new Random(1);
        for (int i = 0; i < states.length; i++) {
            states[i] = RecordCodecTest.accountState(random);
        }
        return states;
    }

    private record Cost(long startNanos, long startCpuNanos) {
        static Cost start() {
            return new Cost(System.nanoTime(), cpuNanos());
        }

        void print(String what, long count) {
            double wall = (System.nanoTime() - startNanos) / 1e3 / count;
            double cpu = (cpuNanos() - startCpuNanos) / 1e3 / count;
            System.out.printf("%-45s %8.2f µs wall %8.2f µs CPU an event (%d events)%n", what, wall, cpu, count);
        }

        private static long cpuNanos() {
            return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                    .getProcessCpuTime();
        }
    }
}
