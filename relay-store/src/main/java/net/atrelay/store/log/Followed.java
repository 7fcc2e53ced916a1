package net.atrelay.store.log;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import net.atrelay.store.host.HostRecord;

/// What another node has made durable, to be taken over as a whole with the place that it was read up to. Nothing of it
/// settles a frame.
///
/// @param place the place behind it
/// @param outcomes events, account states and waiting frames, in order
/// @param hosts changed host records; of each only the facts count
/// @param cursors of hosts
/// @param notes all else, in order
/// @param bytes about what it adds to a batch
/// @param done completed on the appender thread once it is durable
public record Followed(
        TopicPlace place,
        List<Outcome> outcomes,
        List<HostRecord> hosts,
        List<HostCursor> cursors,
        List<Note> notes,
        long bytes,
        CompletableFuture<Void> done)
        implements Work {
    @Override
    public long weightBytes() {
        return bytes;
    }
}
