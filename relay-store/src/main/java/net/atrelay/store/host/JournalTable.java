package net.atrelay.store.host;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Journals as they outlive a restart. Blocks: platform threads only.
public interface JournalTable {
    /// What the process that reads the host has written; null when it has written none.
    @Nullable
    HostJournal find(String hostname);

    /// That, and what all other processes have written of the host, newest first.
    HostJournal all(String hostname);

    /// Replaces the journals of these hosts. The newest writes may be lost by a power cut, never by the end of the
    /// process.
    void put(List<HostJournal> journals);
}
