package net.atrelay.store.host;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The lines of one host's journal, newest first: an immutable list that each change replaces by one compare-and-set.
/// Once retired it takes no more. Any thread.
final class JournalLines {
    /// A host that sends nothing but faults has at most this many frames hashed, however large they are.
    private static final long HASH_EVERY_MICROS = 100_000;

    /// Null once retired.
    private final AtomicReference<@Nullable List<JournalEntry>> entries = new AtomicReference<>(List.of());
    private final AtomicReference<@Nullable Long> nextRetryAtMicros = new AtomicReference<>();
    private final AtomicLong nextHashAtMicros = new AtomicLong(Long.MIN_VALUE);
    private final AtomicBoolean isUnsaved = new AtomicBoolean();

    /// Whether a frame may be hashed now; then the next one only a while later.
    boolean mayHash(long nowMicros) {
        long due = nextHashAtMicros.get();
        return nowMicros >= due && nextHashAtMicros.compareAndSet(due, nowMicros + HASH_EVERY_MICROS);
    }

    /// Adds a fault: to the line that has it already, which becomes the newest, or in place of the oldest line of its
    /// stage.
    ///
    /// @return how many lines more there are; null when this journal was retired
    @Nullable
    Integer add(JournalEntry entry, int linesPerStageMax) {
        while (true) {
            List<JournalEntry> before = entries.get();
            if (before == null) {
                return null;
            }
            List<JournalEntry> after = with(before, entry, linesPerStageMax);
            if (entries.compareAndSet(before, after)) {
                isUnsaved.set(true);
                return after.size() - before.size();
            }
        }
    }

    /// Takes up stored lines when there are none; gives how many lines more there are.
    int restore(List<JournalEntry> stored) {
        List<JournalEntry> now = entries.get();
        return now != null && now.isEmpty() && entries.compareAndSet(now, stored) ? stored.size() : 0;
    }

    /// Takes up these lines in place of all; gives how many lines more there are. Without effect once retired.
    int replace(List<JournalEntry> stored) {
        while (true) {
            List<JournalEntry> now = entries.get();
            if (now == null) {
                return 0;
            }
            if (entries.compareAndSet(now, stored)) {
                isUnsaved.set(false);
                return stored.size() - now.size();
            }
        }
    }

    void nextRetry(@Nullable Long atMicros) {
        nextRetryAtMicros.set(atMicros);
    }

    boolean takeUnsaved() {
        return isUnsaved.compareAndSet(true, false);
    }

    /// When the newest fault was seen; 0 for none.
    long newestAtMicros() {
        List<JournalEntry> now = entries.get();
        return now == null || now.isEmpty() ? 0 : now.getFirst().atMicros();
    }

    @Nullable
    JournalEntry newest(Predicate<JournalEntry> kind) {
        List<JournalEntry> now = entries.get();
        if (now != null) {
            for (JournalEntry line : now) {
                if (kind.test(line)) {
                    return line;
                }
            }
        }
        return null;
    }

    /// Takes no more; gives how many lines there were.
    int retire() {
        List<JournalEntry> last = entries.getAndSet(null);
        return last == null ? 0 : last.size();
    }

    HostJournal copy(String hostname) {
        List<JournalEntry> now = entries.get();
        return new HostJournal(hostname, now == null ? List.of() : now, nextRetryAtMicros.get());
    }

    private static List<JournalEntry> with(List<JournalEntry> before, JournalEntry entry, int linesPerStageMax) {
        List<JournalEntry> after = new ArrayList<>(before.size() + 1);
        after.add(entry);
        int ofStage = 1;
        for (JournalEntry line : before) {
            if (line.isSameFault(entry)) {
                after.set(0, line.seenAgain(entry));
            } else if (line.stage() != entry.stage()) {
                after.add(line);
            } else if (ofStage < linesPerStageMax) {
                ofStage++;
                after.add(line);
            }
        }
        return List.copyOf(after);
    }
}
