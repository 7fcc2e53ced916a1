package net.atrelay.app;

import net.atrelay.store.bus.RawFrame;
import net.atrelay.store.host.HostJournals;
import net.atrelay.store.host.JournalNote;
import net.atrelay.store.host.JournalStage;
import net.atrelay.verify.core.Reason;
import net.atrelay.verify.embedded.RefusalListener;

/// Writes refused frames into the journal of the host that is to blame for them. Any thread.
///
/// @param journals of all hosts
record Blame(HostJournals journals) implements RefusalListener {
    @Override
    public void refused(RawFrame frame, Reason reason) {
        if (reason.blamesHost()) {
            JournalNote note = new JournalNote(JournalStage.VERIFY, reason, "refused", frame.bytes(), frame.did());
            journals.note(frame.host(), note, frame.receivedAtMicros());
        }
    }
}
