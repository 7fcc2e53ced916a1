package net.atrelay.store.log;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import net.atrelay.atproto.stream.SeqSplice;
import net.atrelay.atproto.syntax.Did;
import net.atrelay.store.account.AccountState;
import net.atrelay.store.bus.FrameSettled;
import net.atrelay.store.bus.RawFrame;
import net.atrelay.store.host.HostRecord;
import net.atrelay.store.tail.TailBatch;

/// Gathers work into one batch: gives seqs, keeps only the newest state of each account, and follows each host's
/// progress.
///
/// Owned by the appender thread, used again for each batch.
final class BatchBuilder {
    private static final byte[][] NO_FRAMES = new byte[0][];

    private final LogWriter writer;
    private final int eventsMax;
    private final long bytesMax;
    private final Map<String, HostLine> lines = new HashMap<>();

    private final List<HostLine> touched = new ArrayList<>();
    private final List<Outcome> outcomes = new ArrayList<>();
    private final List<HostPut> hostPuts = new ArrayList<>();
    private final List<Followed> followed = new ArrayList<>();
    private final List<HostLeft> left = new ArrayList<>();
    private final List<PendingEvent> events = new ArrayList<>();
    private final Map<Did, AccountState> states = new HashMap<>();
    private long weightBytes;

    BatchBuilder(LogWriter writer, int eventsMax, long bytesMax) {
        this.writer = writer;
        this.eventsMax = eventsMax;
        this.bytesMax = bytesMax;
    }

    boolean isFull() {
        return weightBytes >= bytesMax || events.size() >= eventsMax || outcomes.size() >= eventsMax;
    }

    void add(Work work) {
        weightBytes += work.weightBytes();
        switch (work) {
            case Outcome outcome -> add(outcome);
            case HostPut put -> add(put);
            case HostBegun begun -> add(begun);
            case Followed taken -> add(taken);
            case HostLeft gone -> left.add(gone);
        }
    }

    LogBatch build(long writtenAtMicros) {
        long firstSeq = writer.nextSeq();
        return new LogBatch(
                firstSeq,
                frames(firstSeq),
                outcomes,
                states.values(),
                cursors(),
                hostPuts,
                followed,
                List.of(),
                writtenAtMicros);
    }

    /// What consumers see of this batch.
    TailBatch published(LogBatch batch) {
        long[] receivedNanos = new long[events.size()];
        long bytes = 0;
        for (int i = 0; i < receivedNanos.length; i++) {
            receivedNanos[i] = events.get(i).receivedNanos();
            bytes += batch.frames()[i].length;
        }
        return new TailBatch(batch.firstSeq(), batch.frames(), receivedNanos, bytes);
    }

    /// Tells senders and hosts that their part is durable.
    ///
    /// @param listener told of what was taken over, before its sender
    void acknowledge(FrameSettled settled, Consumer<Followed> listener) {
        for (Outcome outcome : outcomes) {
            Runnable durable = outcome.durable();
            if (durable != null) {
                durable.run();
            }
        }
        for (HostPut put : hostPuts) {
            put.done().complete(null);
        }
        for (Followed taken : followed) {
            listener.accept(taken);
            taken.done().complete(null);
        }
        for (HostLine line : touched) {
            if (line.settledFrames > 0) {
                settled.settled(line.host, line.settledFrames, line.settledBytes);
            }
        }
        for (HostLeft gone : left) {
            lines.remove(gone.host());
            gone.done().complete(null);
        }
    }

    /// What others wait for in this batch will not become durable.
    void refuse(RuntimeException cause) {
        for (HostPut put : hostPuts) {
            put.done().completeExceptionally(cause);
        }
        for (Followed taken : followed) {
            taken.done().completeExceptionally(cause);
        }
        for (HostLeft gone : left) {
            gone.done().completeExceptionally(cause);
        }
    }

    int outcomeCount() {
        return outcomes.size();
    }

    void clear() {
        for (HostLine line : touched) {
            line.untouch();
        }
        touched.clear();
        outcomes.clear();
        hostPuts.clear();
        followed.clear();
        left.clear();
        events.clear();
        states.clear();
        weightBytes = 0;
    }

    private void add(Outcome outcome) {
        outcomes.add(outcome);
        events.addAll(outcome.events());
        AccountState state = outcome.state();
        if (state != null) {
            states.put(state.did(), state);
        }
        RawFrame frame = outcome.settles();
        if (frame != null) {
            touch(line(frame.host())).settle(frame);
        }
    }

    private void add(Followed taken) {
        followed.add(taken);
        for (Outcome outcome : taken.outcomes()) {
            events.addAll(outcome.events());
            AccountState state = outcome.state();
            if (state != null) {
                states.put(state.did(), state);
            }
        }
    }

    private void add(HostPut put) {
        hostPuts.add(put);
        HostRecord host = put.record();
        HostLine line = lines.get(host.hostname());
        boolean isNew = line == null && writer.cursor(host.hostname()) == null;
        if (isNew || put.resetCursor()) {
            touch(line == null ? line(host.hostname()) : line).progress.reset(host.epoch(), host.cursor());
        }
    }

    private void add(HostBegun begun) {
        HostLine line = line(begun.place().host());
        if (line.progress.begin(begun.place())) {
            touch(line);
        }
    }

    private HostLine line(String host) {
        HostLine known = lines.get(host);
        if (known != null) {
            return known;
        }
        HostCursor durable = writer.cursor(host);
        HostProgress progress =
                durable == null ? new HostProgress(0, null) : new HostProgress(durable.epoch(), durable.cursor());
        HostLine line = new HostLine(host, progress);
        lines.put(host, line);
        return line;
    }

    private HostLine touch(HostLine line) {
        if (!line.isTouched) {
            line.isTouched = true;
            touched.add(line);
        }
        return line;
    }

    private byte[][] frames(long firstSeq) {
        if (events.isEmpty()) {
            return NO_FRAMES;
        }
        byte[][] frames = new byte[events.size()][];
        for (int i = 0; i < frames.length; i++) {
            PendingEvent event = events.get(i);
            frames[i] = SeqSplice.splice(event.frame(), event.seqOffset(), event.seqLength(), firstSeq + i);
        }
        return frames;
    }

    private List<HostCursor> cursors() {
        List<HostCursor> cursors = new ArrayList<>(touched.size());
        for (HostLine line : touched) {
            cursors.add(new HostCursor(line.host, line.progress.epochAfterCrash(), line.progress.cursor()));
        }
        return cursors;
    }

    /// One host as this process knows it, and what the batch at hand does to it.
    private static final class HostLine {
        private final String host;
        private final HostProgress progress;
        private boolean isTouched;
        private int settledFrames;
        private long settledBytes;

        HostLine(String host, HostProgress progress) {
            this.host = host;
            this.progress = progress;
        }

        void settle(RawFrame frame) {
            progress.settle(frame.ordinal(), frame.epoch(), frame.hostSeq());
            settledFrames++;
            settledBytes += frame.bytes().length;
        }

        void untouch() {
            isTouched = false;
            settledFrames = 0;
            settledBytes = 0;
        }
    }
}
