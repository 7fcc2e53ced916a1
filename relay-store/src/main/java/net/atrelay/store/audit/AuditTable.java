package net.atrelay.store.audit;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Durable audit records in the order of their numbers, which no restart gives twice. Reads and writes block:
/// platform threads only. Writes are durable on return.
public interface AuditTable {
    /// Adds a record; the oldest beyond `recordsMax` leave.
    ///
    /// @return its number
    long add(AuditRecord record, int recordsMax);

    /// Puts a record in the place of the one with this number: the same change, ended.
    void end(long number, AuditRecord record);

    /// The newest records below a number, newest first.
    ///
    /// @param below null for the end
    List<AuditEntry> list(@Nullable Long below, int limit);
}
