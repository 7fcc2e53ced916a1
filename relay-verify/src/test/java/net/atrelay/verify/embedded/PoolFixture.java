package net.atrelay.verify.embedded;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import net.atrelay.atproto.cbor.CborFields;
import net.atrelay.atproto.stream.AccountFrame;
import net.atrelay.atproto.stream.FrameDecoder;
import net.atrelay.atproto.syntax.Did;
import net.atrelay.store.account.AccountState;
import net.atrelay.store.account.EffectiveStatus;
import net.atrelay.store.account.IdentityRecord;
import net.atrelay.store.bus.OverRate;
import net.atrelay.store.bus.RawFrame;
import net.atrelay.store.log.Outcome;
import net.atrelay.verify.GrowthConfig;
import net.atrelay.verify.ListingConfig;
import net.atrelay.verify.PaceConfig;
import net.atrelay.verify.Share;
import net.atrelay.verify.VerifyConfig;
import net.atrelay.verify.VerifyMetrics;
import net.atrelay.verify.core.Reason;
import net.atrelay.verify.core.TestCommit;
import net.atrelay.verify.core.TestKey;
import net.atrelay.verify.core.TestProofs;
import org.jspecify.annotations.Nullable;

/// One shard with a store in memory, answers that come when the test gives them, and a clock that the test moves.
final class PoolFixture implements AutoCloseable {
    static final String HOST = "pds.example.com";
    static final String OTHER_HOST = "old.example.com";
    static final long START_MICROS = 1_767_225_660_000_000L;
    static final long SECOND = 1_000_000;

    final MemoryStore store = new MemoryStore();
    final Questions questions = new Questions();
    final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    final AtomicLong now = new AtomicLong(START_MICROS);
    final ConcurrentLinkedQueue<String> refused = new ConcurrentLinkedQueue<>();
    /// Hosts that are to be read more slowly, and for how many microseconds.
    final ConcurrentLinkedQueue<String> slowed = new ConcurrentLinkedQueue<>();
    /// Without the sweep: a test that wants it says so.
    VerifyConfig config = config(16 << 20, new PaceConfig(60, 120, 120, 0));
    HostLimits limits = HostLimits.NONE;
    /// As in a relay of one process.
    boolean hostsWait = true;
    private final InstantSource clock = () -> Instant.ofEpochSecond(now.get() / SECOND, now.get() % SECOND * 1_000);
    private final ConcurrentLinkedQueue<Throwable> faults = new ConcurrentLinkedQueue<>();
    private @Nullable ShardPool pool;
    private long hostSeq;

    ShardPool pool() {
        ShardPool running = pool;
        if (running == null) {
            running = ShardPool.start(
                    config,
                    new ShardPool.Neighbours(
                            store,
                            store,
                            store,
                            questions,
                            questions,
                            () -> new TestProofs(() -> {}),
                            clock,
                            new HostRooms(store, store, limits),
                            new Ears(),
                            _ -> true,
                            Share.WHOLE,
                            hostsWait),
                    new VerifyMetrics(registry),
                    faults::add);
            pool = running;
        }
        return running;
    }

    /// Ends the process; the next use starts another on the same store.
    void stop() {
        if (pool != null) {
            pool.close();
            pool = null;
        }
    }

    @Override
    public void close() {
        stop();
        List<Throwable> seen = new ArrayList<>(faults);
        if (!seen.isEmpty()) {
            throw new AssertionError("faults: " + seen, seen.getFirst());
        }
    }

    /// One shard, with room for so many bytes of waiting frames of an account, a host and in all.
    static VerifyConfig config(long waitingBytesMax, PaceConfig paces) {
        return new VerifyConfig(
                1,
                10_000,
                1_000,
                waitingBytesMax,
                waitingBytesMax,
                waitingBytesMax,
                Duration.ofHours(6),
                Duration.ofSeconds(1),
                Duration.ofMinutes(1),
                Duration.ofMinutes(1),
                VerifyConfig.FORCED_GAP,
                16 << 10,
                paces,
                GrowthConfig.defaults(),
                ListingConfig.defaults());
    }

    RawFrame offer(Did did, byte[] frame) {
        return offer(HOST, did, frame);
    }

    RawFrame offer(String host, Did did, byte[] frame) {
        hostSeq++;
        RawFrame raw = new RawFrame(host, 0, hostSeq, hostSeq, did, frame, now.get(), System.nanoTime());
        pool().offer(raw);
        return raw;
    }

    /// What a frame of the account comes to, made durable.
    Outcome taken(Did did, byte[] frame) throws InterruptedException {
        offer(did, frame);
        return durable();
    }

    Outcome durable() throws InterruptedException {
        Outcome outcome = store.next();
        store.sync();
        return outcome;
    }

    /// Has the shard judge one frame to its end: what was offered before has been done, too.
    void passBy() throws InterruptedException {
        passBy(HOST);
    }

    /// As [#passBy()], behind all that this host has said; hosts take turns.
    void passBy(String host) throws InterruptedException {
        RawFrame raw = offer(host, did(999), new byte[] {1});
        Outcome outcome = store.next();
        if (!raw.equals(outcome.settles())) {
            throw new AssertionError("outcome: " + outcome + " (expected: nothing else)");
        }
    }

    static Did did(int number) {
        String letters = letters(number);
        return new Did("did:plc:" + "a".repeat(24 - letters.length()) + letters);
    }

    private static String letters(int number) {
        StringBuilder text = new StringBuilder();
        for (int rest = number; rest > 0; rest /= 26) {
            text.insert(0, (char) ('a' + rest % 26));
        }
        return text.toString();
    }

    static AccountState known(Did did) {
        return resolved(did).withHost(HOST);
    }

    /// Its document is known, but nobody has spoken for it.
    static AccountState resolved(Did did) {
        return AccountState.unknown(did)
                .withIdentity(new IdentityRecord(
                        IdentityRecord.Kind.RESOLVED, TestKey.DID_KEY, HOST, START_MICROS - SECOND, 0));
    }

    static byte[] account(Did did, boolean active, @Nullable String status) {
        CborFields fields = common(did).putBoolean("active", active);
        if (status != null) {
            fields.putText("status", status);
        }
        return TestCommit.frame("#account", fields);
    }

    static byte[] identity(Did did) {
        return TestCommit.frame("#identity", common(did));
    }

    private static CborFields common(Did did) {
        return new CborFields()
                .putText("did", did.value())
                .putInteger("seq", 1)
                .putText("time", "2026-01-01T00:00:00.000Z");
    }

    /// The status that the outcome's only event tells.
    static EffectiveStatus told(Outcome outcome) {
        if (outcome.events().size() != 1) {
            throw new AssertionError("events: " + outcome.events() + " (expected: one)");
        }
        AccountFrame frame =
                (AccountFrame) FrameDecoder.decode(outcome.events().getFirst().frame());
        return new EffectiveStatus(frame.active(), frame.status());
    }

    double dropped(Reason reason) {
        return registry.counter("relay.verify.frames", "verdict", "dropped", "reason", reason.label())
                .count();
    }

    private final class Ears implements RefusalListener {
        @Override
        public void refused(RawFrame frame, Reason reason) {
            refused.add(frame.hostSeq() + " " + reason.label());
        }

        @Override
        public void accountOverRate(RawFrame frame, OverRate over) {
            slowed.add(frame.host() + " " + (over.untilMicros() - frame.receivedAtMicros()));
        }
    }
}
