package net.atrelay.verify.listing;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import net.atrelay.atproto.syntax.Did;
import net.atrelay.store.host.HostJournals;
import net.atrelay.store.host.JournalNote;
import net.atrelay.store.host.JournalStage;
import net.atrelay.verify.VerifyMetrics;
import net.atrelay.verify.core.ListedResult;

/// Tells operators, ours and the host's, what came of entries of lists, where these are looked at. Any thread.
public record ListedNews(HostJournals journals, InstantSource clock, VerifyMetrics metrics) {
    /// An account has been compared with what its host lists of it.
    public void came(String host, Did did, ListedResult result) {
        metrics.listed(result);
        if (result.differs()) {
            JournalNote note =
                    new JournalNote(JournalStage.LISTING, result, "the newest commit of accounts", null, did);
            journals.note(host, note, ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant()));
        }
    }
}
