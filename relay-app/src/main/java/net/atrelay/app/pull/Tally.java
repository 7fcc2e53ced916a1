package net.atrelay.app.pull;

import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Counts what becomes of listed hosts, and tells of each. Any thread.
final class Tally {
    private final Listener listener;
    private final Map<Skip, Integer> skipped = new EnumMap<>(Skip.class);
    private int taken;
    private int known;
    private boolean failed;

    /// Told of each host, one after another.
    interface Listener {
        /// @param hostname as it was listed
        /// @param outcome `taken`, `known`, or the word of a [Skip]
        /// @param detail more of it; null for nothing
        void on(String hostname, String outcome, @Nullable String detail);
    }

    Tally(Listener listener) {
        this.listener = listener;
    }

    synchronized void taken(String hostname) {
        taken++;
        listener.on(hostname, "taken", null);
    }

    synchronized void known(String hostname) {
        known++;
        listener.on(hostname, "known", null);
    }

    synchronized void skipped(String hostname, Skip why, @Nullable String detail) {
        skipped.merge(why, 1, Integer::sum);
        failed |= why == Skip.REFUSED;
        listener.on(hostname, why.word(), detail);
    }

    /// Entries that have no name.
    synchronized void unusable(int entries) {
        if (entries > 0) {
            skipped.merge(Skip.BAD_NAME, entries, Integer::sum);
        }
    }

    synchronized PullReport report(int found, @Nullable String brokenOff) {
        return new PullReport(found, taken, known, new EnumMap<>(skipped), brokenOff, failed);
    }
}
