package net.atrelay.determ;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.atrelay.atproto.syntax.Did;
import net.atrelay.ingest.host.SteppedGate;
import net.atrelay.store.StoreConfig;
import net.atrelay.store.bus.RawFrame;
import net.atrelay.store.host.HostRecord;
import net.atrelay.store.log.HostCursor;
import net.atrelay.store.log.LogBatch;
import net.atrelay.store.log.LogWriter;
import net.atrelay.store.log.Outcome;
import net.atrelay.store.log.SteppedAppender;
import net.atrelay.store.tail.RingTail;
import net.atrelay.verify.Share;
import net.atrelay.verify.core.Reason;
import net.atrelay.verify.embedded.HostLimits;
import net.atrelay.verify.embedded.HostRooms;
import net.atrelay.verify.embedded.RefusalListener;
import net.atrelay.verify.embedded.ShardPool;
import net.atrelay.verify.embedded.SteppedShards;
import org.jspecify.annotations.Nullable;

/// One life of a relay, from its start on what the disk has to its crash: the real stages, each stepped by the
/// simulation, and what lies between them.
final class Relay {
    private final World world;
    private final Disk disk;
    private final Tally tally;
    private final Trace trace;
    private final VirtualClock clock;
    final Directory directory;
    final RingTail tail;
    final SteppedAppender appender;
    final SteppedShards shards;
    private final Map<String, Intake> intakes = new LinkedHashMap<>();
    private final IdentityHashMap<Outcome, Long> numbers = new IdentityHashMap<>();
    private final Map<Did, Long> newestOf = new HashMap<>();
    private final int inFlightMax;
    private long handedOver;
    private long newestWritten = -1;

    /// One host as ingest has it.
    private static final class Intake {
        final SimHost host;
        final SteppedGate gate;
        final List<RawFrame> offered = new ArrayList<>();

        @Nullable
        Long begunAt;

        boolean isOpen;
        int resets;
        boolean isPlaceStored = true;
        /// Index of the next frame in the host's log.
        int next;
        int inFlight;

        Intake(SimHost host, SteppedGate gate) {
            this.host = host;
            this.gate = gate;
            begunAt = gate.cursor();
        }
    }

    Relay(World world, Disk disk, VirtualClock clock, Setting setting, Directory directory, Tally tally, Trace trace) {
        this.world = world;
        this.disk = disk;
        this.clock = clock;
        this.tally = tally;
        this.trace = trace;
        this.directory = directory;
        inFlightMax = setting.inFlightMax();
        StoreConfig store = setting.store();
        tail = new RingTail(store.tailBytesMax(), disk.tip());
        appender =
                new SteppedAppender(setting.planted().between(new Watch()), tail, store, Shared.STORE_METRICS, clock);
        appender.onSettled((host, frames, bytes) -> settled(host, frames));
        tail.onPublished(this::published);
        shards = new SteppedShards(
                setting.verify(),
                new ShardPool.Neighbours(
                        setting.planted().before(disk),
                        disk,
                        setting.planted().before(this::handedOver),
                        directory,
                        directory,
                        () -> Shared.prover(setting.planted()),
                        clock,
                        new HostRooms(disk, disk, HostLimits.NONE),
                        new Ears(),
                        _ -> true,
                        Share.WHOLE,
                        true),
                Shared.VERIFY_METRICS,
                world.accounts.getFirst().did(),
                fault -> {
                    throw new IllegalStateException(fault);
                });
        for (SimHost host : world.hosts) {
            HostRecord record = disk.record(host.name);
            intakes.put(host.name, new Intake(host, new SteppedGate(record.epoch(), record.cursor())));
        }
    }

    /// Takes a new host in, to be read from its first frame on.
    void addFromStart(SimHost host) {
        HostRecord record = new HostRecord(host.name, true, HostRecord.Status.ACTIVE, 0, SimHost.BEFORE_FIRST, 1, null);
        intakes.put(host.name, new Intake(host, new SteppedGate(0, SimHost.BEFORE_FIRST)));
        var _ = appender.put(record, false);
        appender.step();
    }

    void hangUp(SimHost host) {
        Intake intake = intake(host);
        if (isConnected(intake)) {
            tally.count(Happening.SENDER_DISCONNECTED);
            intake.isOpen = false;
        }
    }

    void dial(SimHost host) {
        Intake intake = intake(host);
        if (!isConnected(intake) && intake.isPlaceStored) {
            dial(intake);
        }
    }

    private static boolean isConnected(Intake intake) {
        return intake.isOpen && intake.resets == intake.host.resets();
    }

    private void dial(Intake intake) {
        Long cursor = intake.gate.cursor();
        if (intake.host.isInFuture(cursor)) {
            if (intake.host.log().size() % 2 == 0) {
                startAtTip(intake);
                return;
            }
            intake.next = 0;
        } else {
            intake.next = intake.host.after(cursor);
        }
        if (cursor == null) {
            // What the host has said so far is not asked for.
            intake.host.log().forEach(world::excuseLost);
        }
        intake.isOpen = true;
        intake.resets = intake.host.resets();
        intake.gate.socketOpened();
        trace.note("dial " + intake.host.name + " from " + cursor + ": " + intake.next);
    }

    /// The host has said that it does not know our cursor.
    private void startAtTip(Intake intake) {
        tally.count(Happening.FUTURE_CURSOR_OF_HOST);
        intake.gate.restartAtTip();
        intake.isPlaceStored = false;
        HostRecord record = disk.record(intake.host.name);
        HostRecord next = new HostRecord(
                record.hostname(),
                true,
                HostRecord.Status.IDLE,
                intake.gate.epoch(),
                intake.gate.cursor(),
                record.addedAtMicros(),
                null);
        var _ = appender.put(next, true).thenRun(() -> intake.isPlaceStored = true);
    }

    /// The host's next frame comes in, if there is one and room for it.
    boolean receive(SimHost host) {
        Intake intake = intake(host);
        List<SimFrame> log = host.log();
        if (!isConnected(intake) || intake.inFlight >= inFlightMax || intake.next >= log.size()) {
            return false;
        }
        SimFrame frame = log.get(intake.next++);
        if (intake.gate.cursor() == null) {
            begin(intake, frame);
        }
        if (!intake.gate.passes(frame.hostSeq())) {
            tally.count(Happening.STALE_SEQ_SKIPPED);
            return true;
        }
        offer(intake, frame);
        return true;
    }

    private void begin(Intake intake, SimFrame first) {
        long before = first.hostSeq() - 1;
        intake.begunAt = before;
        tally.count(Happening.HOST_BEGUN);
        appender.begin(new HostCursor(intake.host.name, intake.gate.epoch(), before));
    }

    private void offer(Intake intake, SimFrame frame) {
        trace.note("receive " + frame);
        if (disk.isSettled(frame.host(), frame.hostSeq())) {
            tally.count(Happening.REPLAY_AFTER_RESTART);
        }
        SimAccount account = world.account(frame.did());
        if (account != null && account.host != intake.host) {
            tally.count(Happening.LATE_FRAME);
        }
        RawFrame raw = new RawFrame(
                frame.host(),
                intake.gate.epoch(),
                frame.hostSeq(),
                intake.offered.size(),
                frame.did(),
                frame.bytes(),
                clock.micros(),
                0);
        intake.offered.add(raw);
        intake.inFlight++;
        shards.offer(raw);
    }

    /// The host says its newest frame again, or an old one, on the same socket.
    void stutter(SimHost host) {
        Intake intake = intake(host);
        if (isConnected(intake) && intake.next > 1) {
            intake.next--;
            receive(host);
        }
    }

    /// All frames that it said have come in, and are settled.
    boolean isCaughtUp(SimHost host) {
        Intake intake = intake(host);
        return isConnected(intake) && intake.next == host.log().size() && intake.inFlight == 0;
    }

    private Intake intake(SimHost host) {
        Intake intake = intakes.get(host.name);
        if (intake == null) {
            throw new IllegalStateException("host: " + host.name + " (expected: one of the world)");
        }
        return intake;
    }

    private void settled(String host, int frames) {
        Intake intake = intakes.get(host);
        if (intake == null) {
            throw new SeedFailed("settled for nobody: " + host);
        }
        intake.inFlight -= frames;
        SeedFailed.unless(intake.inFlight >= 0, "in flight: less than nothing of " + host);
    }

    private void published() {
        if (disk.armed() == Crash.Point.AFTER_PUBLISH) {
            throw new Crash("after the publication");
        }
    }

    private void handedOver(Outcome outcome) {
        numbers.put(outcome, handedOver++);
        appender.append(outcome);
        tally.count(Happening.FRAME_HELD, shards.heldFrames() > 0 ? 1 : 0);
    }

    /// A cursor is that of a frame which came in, and of all that came before it none is unsettled; or it is the one
    /// with which this life began, or the one before the host's first frame.
    private void checkCursor(HostCursor cursor) {
        Intake intake = intakes.get(cursor.host());
        Long seq = cursor.cursor();
        if (intake == null || seq == null || seq.equals(intake.begunAt)) {
            return;
        }
        for (RawFrame frame : intake.offered) {
            SeedFailed.unless(
                    disk.isSettled(frame.host(), frame.hostSeq()),
                    "cursor: " + cursor + " (expected: below " + frame.hostSeq() + ", which is not settled)");
            if (frame.hostSeq() == seq) {
                return;
            }
        }
        throw new SeedFailed("cursor: " + cursor + " (expected: of a frame that came in)");
    }

    /// Before the disk: the order of each account, and that cursors stay below what is not settled.
    private final class Watch implements LogWriter {
        @Override
        public long nextSeq() {
            return disk.nextSeq();
        }

        @Override
        public @Nullable HostCursor cursor(String host) {
            return disk.cursor(host);
        }

        @Override
        public void write(LogBatch batch) {
            batch.outcomes().forEach(this::checkOrder);
            disk.write(batch);
            batch.cursors().forEach(Relay.this::checkCursor);
        }

        private void checkOrder(Outcome outcome) {
            Long number = numbers.remove(outcome);
            if (number == null) {
                return;
            }
            if (number < newestWritten) {
                tally.count(Happening.OVERTAKEN);
            }
            newestWritten = Math.max(newestWritten, number);
            Long before = newestOf.put(outcome.did(), number);
            SeedFailed.unless(before == null || before < number, "outcomes of " + outcome.did() + " out of order");
        }
    }

    private final class Ears implements RefusalListener {
        @Override
        public void refused(RawFrame frame, Reason reason) {
            SimFrame known = world.frame(frame.host(), frame.hostSeq());
            if (known == null) {
                throw new SeedFailed("refused: " + frame.host() + " " + frame.hostSeq() + " (expected: a frame of it)");
            }
            trace.note("refused " + known + " " + reason);
            Made made = known.made();
            if (made != null) {
                made.refused(reason);
            } else if (reason == Reason.WAITING_LINE_FULL || reason == Reason.WAIT_EXPIRED) {
                world.excuseLost(known);
            }
        }
    }
}
