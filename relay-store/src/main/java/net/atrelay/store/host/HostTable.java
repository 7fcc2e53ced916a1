package net.atrelay.store.host;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Durable host records. A host that a ban covers is read as banned, whatever its record says. Reads block: platform
/// threads only.
public interface HostTable extends HostPlaces {
    @Nullable
    HostRecord find(String hostname);

    /// @param after list hosts added after this one, in order of their adding; null for the start
    List<HostRecord> list(@Nullable String after, int limit);

    /// Number of accounts attributed to the host now.
    long accountCount(String hostname);

    /// Inserts or changes what ingest owns of a record (all but the cursor, which only the appender moves). Durable on
    /// return. An existing cursor and epoch stay unless `resetCursor`.
    void put(HostRecord record, boolean resetCursor);
}
