package net.atrelay.store.kafka;

import java.util.function.Consumer;
import net.atrelay.store.log.Followed;
import net.atrelay.store.log.HostCursor;
import net.atrelay.store.log.LogBatch;
import net.atrelay.store.log.LogWriter;
import org.jspecify.annotations.Nullable;

/// Counts the events that a fanout node takes over, and tells which seqs they have got: one mark where a stretch of
/// offsets begins. So any other node can begin there, and all can be compared. Owned by the appender thread.
public final class EventCounter implements LogWriter {
    /// Offsets of one stretch. Part of the format: what is taken over at once never crosses its bounds.
    static final long STRETCH = 4_096;

    private final LogWriter tables;
    private final String events;
    private final Consumer<SeqMark> marks;
    private long stretch = -1;

    /// @param tables the node's own
    /// @param events name of the topic
    /// @param marks told of each new mark, once its events are durable here
    EventCounter(LogWriter tables, String events, Consumer<SeqMark> marks) {
        this.tables = tables;
        this.events = events;
        this.marks = marks;
    }

    @Override
    public long nextSeq() {
        return tables.nextSeq();
    }

    @Override
    public @Nullable HostCursor cursor(String host) {
        return tables.cursor(host);
    }

    @Override
    public void write(LogBatch batch) {
        tables.write(batch);
        long seq = batch.firstSeq();
        for (Followed taken : batch.followed()) {
            if (taken.place().topic().equals(events)) {
                count(taken, seq);
                seq += taken.outcomes().size();
            }
        }
    }

    /// The first stretch that this process sees may have begun before it.
    private void count(Followed taken, long firstSeq) {
        long now = stretchOf(taken.place().next() - 1);
        if (stretch >= 0 && now > stretch) {
            marks.accept(new SeqMark(now * STRETCH, firstSeq));
        }
        stretch = now;
    }

    static long stretchOf(long offset) {
        return offset / STRETCH;
    }
}
