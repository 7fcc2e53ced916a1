package net.atrelay.ingest.host;

import java.util.List;
import net.atrelay.ingest.LimitKind;
import net.atrelay.store.host.HostRecord;
import net.atrelay.store.host.JournalEntry;
import org.jspecify.annotations.Nullable;

/// One host as ingest sees it now, for queries. A copy.
///
/// @param hostname the host
/// @param status life cycle state
/// @param connected whether its socket is open
/// @param paused whether its socket is not read, for too much in flight
/// @param newestSeq newest seq that was read from it; null before the first
/// @param epoch count of the times that its own seq went back
/// @param inFlightBytes bytes read from it that are not durable yet
/// @param framesRead frames that it has sent since this process knows it
/// @param failures failed attempts in a row
/// @param nextDialAtMicros when it is dialled next; null when no dial is due
/// @param errors its journal, newest first
/// @param tier name of the tier whose limits it has
/// @param heldBackBy the limit for which its socket is not read; null for none
public record HostView(
        String hostname,
        HostRecord.Status status,
        boolean connected,
        boolean paused,
        @Nullable Long newestSeq,
        long epoch,
        long inFlightBytes,
        long framesRead,
        int failures,
        @Nullable Long nextDialAtMicros,
        List<JournalEntry> errors,
        String tier,
        @Nullable LimitKind heldBackBy) {
    /// The same with what changes without the stream's doing.
    HostView with(long bytesNow, long framesNow, List<JournalEntry> errorsNow) {
        return new HostView(
                hostname,
                status,
                connected,
                paused,
                newestSeq,
                epoch,
                bytesNow,
                framesNow,
                failures,
                nextDialAtMicros,
                errorsNow,
                tier,
                heldBackBy);
    }
}
