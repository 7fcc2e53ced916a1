package net.atrelay.sim;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import net.atrelay.sim.repo.Hash;
import org.jspecify.annotations.Nullable;

/// What hosts announced, in the order each announced it, and what a verifying relay must make of every frame.
///
/// Derived from what was done to the world alone. Safe for all threads.
public final class Ledger {
    private static final int DIGEST_BYTES = 8;

    private final List<Entry> entries = new ArrayList<>();
    private final Set<String> synthetic = new HashSet<>();
    private boolean keeps = true;
    private boolean keepsFrames = true;
    private long announced;
    private long due;

    /// What must become of a frame.
    public enum Due {
        /// It comes out once.
        MUST,
        /// It comes out once or not at all, since two orders of arrival are both right.
        MAY,
        /// It never comes out.
        NEVER
    }

    /// One announced frame.
    ///
    /// @param host the host that said it
    /// @param frame the bytes that come out if it does, up to the sequence number; none once they are forgotten
    /// @param kept what is remembered of a frame that is forgotten; null while it is not
    /// @param why what was done to it; empty for a sound frame
    public record Entry(
            String did,
            String host,
            long hostSeq,
            byte[] frame,
            @Nullable FramePrint kept,
            Due due,
            String why) {
        private static final byte[] FORGOTTEN = {};

        /// An entry that has its frame.
        public Entry(String did, String host, long hostSeq, byte[] frame, Due due, String why) {
            this(did, host, hostSeq, frame, null, due, why);
        }

        /// What is remembered of the frame.
        public FramePrint print() {
            return kept == null ? FramePrint.of(frame) : kept;
        }

        private Entry withoutFrame() {
            return new Entry(did, host, hostSeq, FORGOTTEN, print(), due, why);
        }

        private Entry with(Due other, String because) {
            return new Entry(did, host, hostSeq, frame, kept, other, because);
        }
    }

    /// Writes down the next announced frame.
    public synchronized void add(Entry entry) {
        announced++;
        due += entry.due() == Due.MUST ? 1 : 0;
        if (keeps) {
            entries.add(keepsFrames ? entry : entry.withoutFrame());
        }
    }

    /// From now on remembers fingerprints instead of frames, for runs that last long and are compared in the end.
    public synchronized void forgetFrames() {
        keepsFrames = false;
    }

    /// From now on only counts, for runs that nobody compares and that are too long for memory.
    synchronized void onlyCount() {
        keeps = false;
    }

    /// Excuses what an account's host said last, since it may still be under way when the account's identity changes.
    synchronized void mayBeLate(String did, int frames, String why) {
        int left = frames;
        for (int i = entries.size() - 1; i >= 0 && left > 0; i--) {
            Entry entry = entries.get(i);
            if (entry.did().equals(did)) {
                left--;
                if (entry.due() == Due.MUST) {
                    due--;
                    entries.set(i, entry.with(Due.MAY, why));
                }
            }
        }
    }

    /// Allows frames that the relay makes by itself.
    ///
    /// @param type `#account` and so on
    public synchronized void allowSynthetic(String did, String type) {
        synthetic.add(did + type);
    }

    synchronized boolean isSyntheticAllowed(String did, String type) {
        return synthetic.contains(did + type);
    }

    /// All entries so far, in order of announcement.
    public synchronized List<Entry> entries() {
        return List.copyOf(entries);
    }

    /// The entries of one account, in order of announcement.
    public synchronized List<Entry> entries(String did) {
        return entries.stream().filter(entry -> entry.did().equals(did)).toList();
    }

    /// The last of an account by its host that must come out; null when there is none.
    public synchronized @Nullable Entry lastDue(String did, String host) {
        return last(did, host, true);
    }

    /// Whether what an account's host said of it last need not come out, so that nobody can see that it was judged.
    public synchronized boolean endsOpenly(String did, String host) {
        Entry last = last(did, host, false);
        return last != null && last.due() != Due.MUST;
    }

    private @Nullable Entry last(String did, String host, boolean dueOnly) {
        for (int i = entries.size() - 1; i >= 0; i--) {
            Entry entry = entries.get(i);
            if (entry.did().equals(did) && entry.host().equals(host) && (!dueOnly || entry.due() == Due.MUST)) {
                return entry;
            }
        }
        return null;
    }

    /// A digest of all entries in order, without the hosts' names: the same for the same deeds.
    public synchronized String digest() {
        StringBuilder text = new StringBuilder();
        for (Entry entry : entries) {
            FramePrint print = entry.print();
            text.append(entry.hostSeq()).append(' ').append(entry.due()).append(' ');
            text.append(Long.toHexString(print.high()))
                    .append(Long.toHexString(print.low()))
                    .append('\n');
        }
        return HexFormat.of().formatHex(Hash.sha256(text.toString()), 0, DIGEST_BYTES);
    }

    /// How many frames were announced.
    public synchronized long announced() {
        return announced;
    }

    /// How many frames must come out.
    public synchronized long due() {
        return due;
    }
}
