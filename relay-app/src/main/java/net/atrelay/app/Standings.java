package net.atrelay.app;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import net.atrelay.ingest.SkipReason;
import net.atrelay.store.host.HostJournal;
import net.atrelay.store.host.HostJournals;
import net.atrelay.store.host.HostRecord;
import net.atrelay.store.host.HostTable;
import net.atrelay.store.host.JournalEntry;
import net.atrelay.store.host.JournalView;
import net.atrelay.verify.embedded.HostStandings;
import org.jspecify.annotations.Nullable;

/// Since when hosts are in good standing: since they were added, or since the newest line in their journal that is
/// about a frame of theirs, whichever is later. What the journals have forgotten is forgotten here too. Any thread.
///
/// What is on disk is read once for each host: when accounts first ask for a place there, on a shard's thread,
/// which reads the host's account counts for the same question. That is its time of adding, which never changes,
/// and its stored journal, since shards may ask before ingest has restored it. A host is stored before its first
/// frame is read, so no frame asks in vain. There are as many entries as hosts that accounts asked for a place at.
final class Standings implements HostStandings {
    private final HostTable hosts;
    private final JournalView stored;
    private final HostJournals journals;
    private final ConcurrentMap<String, Long> addedAtMicros = new ConcurrentHashMap<>();

    Standings(HostTable hosts, JournalView stored, HostJournals journals) {
        this.hosts = hosts;
        this.stored = stored;
        this.journals = journals;
    }

    @Override
    public @Nullable Long goodSinceMicros(String host) {
        Long addedAt = addedAtMicros(host);
        JournalEntry fault = journals.newest(host, Standings::isBlamed);
        return addedAt == null || fault == null ? addedAt : Long.valueOf(Math.max(addedAt, fault.atMicros()));
    }

    private @Nullable Long addedAtMicros(String host) {
        Long known = addedAtMicros.get(host);
        if (known != null) {
            return known;
        }
        HostRecord record = hosts.find(host);
        if (record == null) {
            return null;
        }
        HostJournal journal = stored.of(host);
        if (!journal.entries().isEmpty()) {
            journals.restore(journal);
        }
        addedAtMicros.put(host, record.addedAtMicros());
        return record.addedAtMicros();
    }

    /// Sockets end for many reasons; a host that has no longer what we missed, or whose accounts differ from what
    /// we know, tells of our absence or of its own restore.
    private static boolean isBlamed(JournalEntry line) {
        return switch (line.stage()) {
            case SOCKET, LISTING -> false;
            case FRAME -> !line.reason().equals(SkipReason.INFO_OUTDATED_CURSOR.name());
            case VERIFY -> true;
        };
    }
}
