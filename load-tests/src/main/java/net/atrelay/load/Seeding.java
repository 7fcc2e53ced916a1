package net.atrelay.load;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.function.LongConsumer;
import net.atrelay.app.ExitCode;
import net.atrelay.atproto.cid.Cid;
import net.atrelay.atproto.syntax.Did;
import net.atrelay.load.Population.Choice;
import net.atrelay.sim.SimClock;
import net.atrelay.store.StoreConfig;
import net.atrelay.store.StoreMetrics;
import net.atrelay.store.account.AccountState;
import net.atrelay.store.account.HostMark;
import net.atrelay.store.account.IdentityRecord;
import net.atrelay.store.account.LocalStatus;
import net.atrelay.store.account.RepoHead;
import net.atrelay.store.account.UpstreamStatus;
import net.atrelay.store.host.HostRecord;
import net.atrelay.store.log.Outcome;
import net.atrelay.store.log.PendingEvent;
import net.atrelay.store.rocks.RocksStore;

/// Fills a data directory with a population, through the store's own way in, so that counts, indexes and cursors
/// are what a relay would have written that has known these accounts for long. Used by one thread.
///
/// 1. Each host gets its record, with a cursor at the seq that it has reached.
/// 2. Each account gets its state, in the order of DIDs; so many at a time are under way.
/// 3. The window gets its events ([SeededWindow]).
///
/// Of a thousand accounts thirty are deactivated, fifteen deleted, five taken down by their host, and one by the
/// operator; these do not speak. The rest are active.
final class Seeding {
    private static final int UNDER_WAY_MAX = 50_000;
    private static final int WINDOW_UNDER_WAY_MAX = 5_000;
    private static final int BATCH_OUTCOMES = 10_000;
    private static final int BATCH_BYTES = 8 << 20;
    private static final long TAIL_BYTES = 1 << 20;
    private static final long CACHE_BYTES = 64L << 20;
    private static final long WRITE_BUFFERS_BYTES = 512L << 20;
    private static final long TOLD_EVERY = 1_000_000;
    private static final long IDENTITY_AGE_MICROS = Duration.ofHours(6).toNanos() / 1_000;
    private static final int CID_PREFIX = 0x0171_1220;

    private static final double TAKEN_DOWN_HERE = 0.001;
    private static final double TAKEN_DOWN = 0.006;
    private static final double DELETED = 0.021;
    private static final double DEACTIVATED = 0.051;

    private final Population population;
    private final long nowMicros;
    private final Semaphore room = new Semaphore(UNDER_WAY_MAX);

    Seeding(Population population) {
        this.population = population;
        nowMicros = SimClock.system().micros();
    }

    /// Whether the account is active, for its host and for the operator.
    static boolean speaks(Population population, long number) {
        return population.share(number, Choice.STATUS) >= DEACTIVATED;
    }

    /// Writes all of it.
    ///
    /// @param progress is told how many accounts are under way or written, now and then
    void fill(Path data, LongConsumer progress) {
        StoreConfig config = StoreConfig.defaults()
                .withBatch(Duration.ofMillis(5), BATCH_OUTCOMES, BATCH_BYTES)
                .withMemory(TAIL_BYTES, CACHE_BYTES, WRITE_BUFFERS_BYTES);
        StoreMetrics metrics = new StoreMetrics(new SimpleMeterRegistry());
        try (RocksStore store = RocksStore.open(data, config, metrics, (what, cause) -> {
            System.err.println("data cannot be written: " + what + ": " + cause);
            Runtime.getRuntime().halt(ExitCode.FAULT);
        })) {
            for (int host = 0; host < population.hosts(); host++) {
                store.hosts().put(host(host), true);
            }
            for (long number = 0; number < population.realm().accounts(); number++) {
                room.acquireUninterruptibly();
                AccountState state = state(number);
                store.outcomes().append(new Outcome(state.did(), null, List.of(), state, null, null, room::release));
                if ((number + 1) % TOLD_EVERY == 0) {
                    progress.accept(number + 1);
                }
            }
            room.acquireUninterruptibly(UNDER_WAY_MAX);
            room.release(WINDOW_UNDER_WAY_MAX);
            fillWindow(store);
            room.acquireUninterruptibly(WINDOW_UNDER_WAY_MAX);
        }
    }

    private void fillWindow(RocksStore store) {
        long events = population.realm().window();
        if (events == 0) {
            return;
        }
        SeededWindow window = new SeededWindow(population, nowMicros);
        for (long place = 0; place < events; place++) {
            room.acquireUninterruptibly();
            PendingEvent event = window.at(place);
            store.outcomes().append(new Outcome(event.did(), null, List.of(event), null, null, null, room::release));
        }
    }

    private HostRecord host(int host) {
        return new HostRecord(
                population.hostname(host),
                false,
                HostRecord.Status.ACTIVE,
                0,
                Population.seqReached(host),
                nowMicros + host,
                null);
    }

    private AccountState state(long number) {
        String host = population.hostname(population.hostOf(number));
        Did did = new Did(population.did(number));
        double dice = population.share(number, Choice.STATUS);
        return new AccountState(
                did,
                dice < TAKEN_DOWN_HERE ? LocalStatus.TAKENDOWN : LocalStatus.ACTIVE,
                upstream(dice),
                new RepoHead(
                        population.rev(number),
                        cid(population.commit(number)),
                        cid(population.tree(number).data()),
                        false),
                host,
                identity(number, host),
                List.of(new HostMark(host, 0, population.lastSeq(number))),
                nowMicros - 1);
    }

    private static UpstreamStatus upstream(double dice) {
        if (dice < TAKEN_DOWN_HERE || dice >= DEACTIVATED) {
            return UpstreamStatus.ACTIVE;
        }
        return dice < TAKEN_DOWN
                ? new UpstreamStatus(false, "takendown")
                : dice < DELETED ? UpstreamStatus.DELETED : new UpstreamStatus(false, "deactivated");
    }

    private IdentityRecord identity(long number, String host) {
        long age = (long) (population.share(number, Choice.AGE) * IDENTITY_AGE_MICROS);
        return new IdentityRecord(
                IdentityRecord.Kind.RESOLVED, "did:key:" + population.multikey(number), host, nowMicros - age, 0);
    }

    private static Cid cid(net.atrelay.sim.repo.Cid cid) {
        byte[] binary = ByteBuffer.allocate(Cid.BYTES)
                .putInt(CID_PREFIX)
                .put(cid.digest())
                .array();
        return Objects.requireNonNull(Cid.fromBytes(binary), "a CID of 36 bytes");
    }
}
