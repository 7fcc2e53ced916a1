package net.atrelay.app;

import java.util.concurrent.TimeUnit;
import net.atrelay.ingest.crawl.HostStreams;
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
    /// Null until it has started; nothing is read before.
    private volatile @Nullable HostStreams ingest;

    Blame(HostJournals journals) {
        this.journals = journals;
    }

    /// Names the stage that reads the hosts, once.
    void tell(HostStreams hosts) {
        ingest = hosts;
    }

    @Override
    public void refused(RawFrame frame, Reason reason) {
        if (reason.blamesHost()) {
            JournalNote note = new JournalNote(JournalStage.VERIFY, reason, "refused", frame.bytes(), frame.did());
            journals.note(frame.host(), note, frame.receivedAtMicros());
        }
    }

    @Override
    public void accountOverRate(RawFrame frame, long waitMicros) {
        HostStreams hosts = ingest;
        if (hosts != null) {
            hosts.slowForAccount(frame.host(), frame.did(), TimeUnit.MICROSECONDS.toNanos(waitMicros));
        }
    }
}
