package net.atrelay.store.host;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The newest faults of each host, for its operator and ours: written by whichever stage sees one, read by whoever
/// shows them. Any thread; a note takes no lock and costs about the same however often it comes.
///
/// Bounded: each stage has its own lines in a host's journal, so a flood of one stage leaves those of the others; over
/// the bound of all lines, the journals of the hosts that were longest without a fault are forgotten.
public final class HostJournals implements JournalView {
    private static final int DIGEST_BYTES = 16;
    private static final int FORGET_SHARE = 10;

    private final int linesPerStageMax;
    private final int linesMax;
    private final Map<String, JournalLines> hosts = new ConcurrentHashMap<>();
    private final AtomicInteger lines = new AtomicInteger();
    private final AtomicBoolean isForgetting = new AtomicBoolean();

    /// @param linesPerStageMax lines of each stage in one host's journal
    /// @param linesMax lines of all journals together
    public HostJournals(int linesPerStageMax, int linesMax) {
        if (linesPerStageMax < 1 || linesMax < linesPerStageMax) {
            throw new IllegalArgumentException(
                    "linesPerStageMax: " + linesPerStageMax + " (expected: 1 to linesMax, " + linesMax + ")");
        }
        this.linesPerStageMax = linesPerStageMax;
        this.linesMax = linesMax;
    }

    /// Takes note of a fault. A frame is hashed now or not at all.
    public void note(String hostname, JournalNote note, long atMicros) {
        JournalLines journal = linesOf(hostname);
        byte[] frame = note.frame();
        String digest = frame != null && journal.mayHash(atMicros) ? digestOf(frame) : null;
        JournalEntry entry =
                new JournalEntry(atMicros, note.stage(), note.reason().name(), note.detail(), 1, digest, note.did());
        Integer grown = journal.add(entry, linesPerStageMax);
        while (grown == null) {
            grown = linesOf(hostname).add(entry, linesPerStageMax);
        }
        if (lines.addAndGet(grown) > linesMax && isForgetting.compareAndSet(false, true)) {
            forgetOldest();
            isForgetting.set(false);
        }
    }

    /// Tells when a host is dialled next.
    ///
    /// @param atMicros null when no dial is due
    public void nextRetry(String hostname, @Nullable Long atMicros) {
        linesOf(hostname).nextRetry(atMicros);
    }

    /// The journal of a host; empty for one that nothing is known of.
    @Override
    public HostJournal of(String hostname) {
        JournalLines journal = hosts.get(hostname);
        return journal == null ? new HostJournal(hostname, List.of(), null) : journal.copy(hostname);
    }

    /// The newest line of a host's journal that is of this kind; null when none is remembered. Copies nothing.
    public @Nullable JournalEntry newest(String hostname, Predicate<JournalEntry> kind) {
        JournalLines journal = hosts.get(hostname);
        return journal == null ? null : journal.newest(kind);
    }

    /// Takes up what an earlier process wrote; without effect where there is something newer.
    public void restore(HostJournal stored) {
        int restored = linesOf(stored.hostname()).restore(stored.entries());
        lines.addAndGet(restored);
    }

    /// Takes what another process wrote in place of what is here; there is nothing to be stored of it.
    public void replace(HostJournal stored) {
        int grown = linesOf(stored.hostname()).replace(stored.entries());
        lines.addAndGet(grown);
    }

    /// The journals that changed since they were last taken this way, for the one who stores them.
    public List<HostJournal> takeUnsaved() {
        List<HostJournal> unsaved = new ArrayList<>();
        hosts.forEach((hostname, journal) -> {
            if (journal.takeUnsaved()) {
                unsaved.add(journal.copy(hostname));
            }
        });
        return unsaved;
    }

    /// The journal of one host if it changed since it was last taken this way or by [#takeUnsaved()]; else null.
    public @Nullable HostJournal takeUnsaved(String hostname) {
        JournalLines journal = hosts.get(hostname);
        return journal != null && journal.takeUnsaved() ? journal.copy(hostname) : null;
    }

    /// Lines of all journals.
    public int lines() {
        return lines.get();
    }

    private JournalLines linesOf(String hostname) {
        JournalLines known = hosts.get(hostname);
        return known != null ? known : hosts.computeIfAbsent(hostname, _ -> new JournalLines());
    }

    private void forgetOldest() {
        List<Map.Entry<String, JournalLines>> byAge = new ArrayList<>(hosts.entrySet());
        Map<String, Long> newest = new HashMap<>();
        byAge.forEach(host -> newest.put(host.getKey(), host.getValue().newestAtMicros()));
        byAge.sort(Comparator.comparingLong(host -> newest.getOrDefault(host.getKey(), 0L)));
        int enough = linesMax - linesMax / FORGET_SHARE;
        for (Map.Entry<String, JournalLines> host : byAge) {
            if (lines.get() <= enough) {
                return;
            }
            hosts.remove(host.getKey(), host.getValue());
            lines.addAndGet(-host.getValue().retire());
        }
    }

    private static String digestOf(byte[] frame) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(frame);
            return HexFormat.of().formatHex(digest, 0, DIGEST_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256: missing (expected: in every JDK)", e);
        }
    }
}
