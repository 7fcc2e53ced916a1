package net.atrelay.app;

import java.util.concurrent.TimeUnit;
import net.atrelay.ingest.crawl.HostStreams;
import net.atrelay.store.bus.OverRate;
import net.atrelay.store.bus.RawFrame;
import net.atrelay.store.host.HostJournals;
import net.atrelay.store.host.JournalNote;
import net.atrelay.store.host.JournalStage;
import net.atrelay.verify.core.Reason;
import net.atrelay.verify.embedded.RefusalListener;
import org.jspecify.annotations.Nullable;

/// Has hosts bear what they do: refused frames are written into the journal of the host that is to blame, and one with
/// an account over its rate is read more slowly. Any thread.
final class Blame implements RefusalListener {
    private final HostJournals journals;
    /// Null until hosts are read.
    private volatile @Nullable Slowing slowing;

    Blame(HostJournals journals) {
        this.journals = journals;
    }

    /// Has a host read more slowly.
    @FunctionalInterface
    interface Slowing {
        /// @param frame of an account over its rate. Returns at once.
        void slow(RawFrame frame, OverRate over);
    }

    /// Names the stage that reads the hosts, once.
    void tell(HostStreams hosts) {
        tell((frame, over) -> {
            long waitMicros = over.untilMicros() - frame.receivedAtMicros();
            hosts.slowForAccount(frame.host(), frame.did(), TimeUnit.MICROSECONDS.toNanos(waitMicros));
        });
    }

    /// Names the way to it, once.
    void tell(Slowing way) {
        slowing = way;
    }

    @Override
    public void refused(RawFrame frame, Reason reason) {
        if (reason.blamesHost()) {
            JournalNote note = new JournalNote(JournalStage.VERIFY, reason, "refused", frame.bytes(), frame.did());
            journals.note(frame.host(), note, frame.receivedAtMicros());
        }
    }

    @Override
    public void accountOverRate(RawFrame frame, OverRate over) {
        Slowing way = slowing;
        if (way != null) {
            way.slow(frame, over);
        }
    }
}
