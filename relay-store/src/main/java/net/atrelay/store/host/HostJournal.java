package net.atrelay.store.host;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a host's operator may read of the faults of their host. A copy.
///
/// @param hostname the host
/// @param entries newest first
/// @param nextRetryAtMicros when the host is dialled next; null when no dial is due
public record HostJournal(
        String hostname,
        List<JournalEntry> entries,
        @Nullable Long nextRetryAtMicros) {
    public HostJournal {
        entries = List.copyOf(entries);
    }
}
