package net.atrelay.store.log;

import java.util.concurrent.CompletableFuture;
import net.atrelay.store.host.HostRecord;

/// A change of a host's record that waits to be made durable.
///
/// @param record the new record; its epoch and cursor count only for a new host or with `resetCursor`
/// @param resetCursor whether epoch and cursor are to be taken from `record`
/// @param done completed on the appender thread once it is durable
public record HostPut(HostRecord record, boolean resetCursor, CompletableFuture<Void> done) implements Work {
    private static final long WEIGHT_BYTES = 256;

    @Override
    public long weightBytes() {
        return WEIGHT_BYTES;
    }
}
