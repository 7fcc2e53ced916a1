package net.atrelay.store.rocks;

import static net.atrelay.store.rocks.StoreFixture.BASE;
import static net.atrelay.store.rocks.StoreFixture.event;
import static net.atrelay.store.rocks.StoreFixture.payloadIn;
import static net.atrelay.store.rocks.StoreFixture.rawFrame;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import net.atrelay.atproto.syntax.Did;
import net.atrelay.store.StoreConfig;
import net.atrelay.store.account.AccountState;
import net.atrelay.store.account.HostMark;
import net.atrelay.store.host.HostRecord;
import net.atrelay.store.log.Outcome;
import net.atrelay.store.tail.TailBatch;

/// A process that does all that a store makes durable: events with states and a host's cursor, host records, a window
/// that moves up, and an orderly end. Prints `PUB seq payload` for each event that consumers may have seen, and `ACK
/// seq` for each outcome whose sender was told that it is durable.
///
/// Arguments: the directory, the number of this life, and how long frames are, if not [#FRAME_BYTES].
///
/// The event under seq BASE + n is the n-th, and its payload says in which life it was written.
final class CrashPointWriter {
    static final String HOST = "a.test";
    static final int ACCOUNTS = 50;
    static final int EVENTS = 400;
    static final long LIFE = 1_000_000_000;
    /// How the process ends when it cannot go on.
    static final int FATAL = 70;

    /// An hour of the store's clock passes in a moment, so that its window moves.
    static final StoreConfig CONFIG = StoreFixture.CONFIG
            .withBatch(Duration.ofMillis(1), 20, 1 << 20)
            .withRetention(Duration.ofHours(3), Long.MAX_VALUE);

    private static final InstantSource FAST =
            () -> Instant.ofEpochMilli(1_767_225_600_000L + System.nanoTime() / 1_000_000 * 100_000);
    private static final int IN_FLIGHT_MAX = 30;
    private static final int FRAME_BYTES = 300;
    private static final int HOST_EVERY = 40;
    private static final int RETAIN_EVERY = 60;

    private static final FileChannel OUT = new FileOutputStream(FileDescriptor.out).getChannel();
    private static final byte[] LINE_END = {'\n'};

    private CrashPointWriter() {}

    public static void main(String[] args) throws Exception {
        try (RocksStore store = open(Path.of(args[0]))) {
            store.tail().onPublished(new Printer(store));
            int frameBytes = args.length > 2 ? Integer.parseInt(args[2]) : FRAME_BYTES;
            append(store, Integer.parseInt(args[1]), EVENTS, frameBytes);
        }
    }

    static RocksStore open(Path directory) {
        return RocksStore.open(
                directory,
                new RocksStore.Setup(
                        CONFIG, StoreFixture.metrics(), CrashPointWriter::end, FAST, writer -> writer, false));
    }

    static void append(RocksStore store, int life, int count) throws InterruptedException {
        append(store, life, count, FRAME_BYTES);
    }

    private static void end(String what, Throwable cause) {
        System.err.println("FATAL " + what + ": " + cause);
        Runtime.getRuntime().halt(FATAL);
    }

    /// Appends so many events and waits until all are durable.
    private static void append(RocksStore store, int life, int count, int frameBytes) throws InterruptedException {
        long next = store.log().tip() + 1 - BASE;
        Semaphore room = new Semaphore(IN_FLIGHT_MAX);
        CountDownLatch rest = new CountDownLatch(count);
        for (int i = 0; i < count; i++) {
            room.acquire();
            long number = next + i;
            store.outcomes().append(outcome(life, number, i, frameBytes, () -> {
                say("ACK " + (BASE + number));
                room.release();
                rest.countDown();
            }));
            if (i % HOST_EVERY == 0) {
                store.hosts().put(new HostRecord(HOST, true, HostRecord.Status.ACTIVE, 0, null, 1 + i, null), false);
            }
            if (i % RETAIN_EVERY == RETAIN_EVERY - 1) {
                store.retention().retain();
            }
        }
        rest.await();
    }

    private static Outcome outcome(int life, long number, long ordinal, int frameBytes, Runnable durable) {
        Did did = account(number);
        AccountState state = AccountState.unknown(did).withHost(HOST).marked(new HostMark(HOST, 0, number));
        return new Outcome(
                did,
                rawFrame(HOST, number, ordinal, did),
                List.of(event(did, life * LIFE + number, frameBytes)),
                state,
                null,
                null,
                durable);
    }

    static Did account(long number) {
        return StoreFixture.did((int) (number % ACCOUNTS));
    }

    /// By another system call (`writev`) than the store's files are written by, so that a fault of theirs leaves it
    /// alone.
    private static void say(String line) {
        ByteBuffer[] parts = {ByteBuffer.wrap(line.getBytes(StandardCharsets.US_ASCII)), ByteBuffer.wrap(LINE_END)};
        synchronized (OUT) {
            try {
                while (parts[1].hasRemaining()) {
                    OUT.write(parts);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /// Says what each publication holds.
    private static final class Printer implements Runnable {
        private final RocksStore store;
        private long next;

        Printer(RocksStore store) {
            this.store = store;
            next = store.log().tip() + 1;
        }

        @Override
        public void run() {
            for (TailBatch batch = store.tail().holding(next);
                    batch != null;
                    batch = store.tail().holding(next)) {
                for (byte[] frame : batch.frames()) {
                    say("PUB " + next++ + " " + payloadIn(frame));
                }
            }
        }
    }
}
