package net.atrelay.store.log;

import java.util.Collection;
import java.util.List;
import net.atrelay.store.account.AccountState;

/// Everything that one synced write makes durable together: all of it, or nothing.
///
/// @param firstSeq seq of `frames[0]`, or the next to be given when there is no frame
/// @param frames wire frames with their seqs in them
/// @param outcomes in order; only `released` and then `defers` are to be taken from each
/// @param states the newest state of each account that changed
/// @param cursors of the hosts that moved; written after `hostPuts`
/// @param hostPuts changed host records, in order
/// @param followed what other nodes have made durable; its events and states are among `frames` and `states`
/// @param places how far topics are followed with this batch, beside those of `followed`
/// @param writtenAtMicros wall clock, microseconds since the epoch
public record LogBatch(
        long firstSeq,
        byte[][] frames,
        List<Outcome> outcomes,
        Collection<AccountState> states,
        List<HostCursor> cursors,
        List<HostPut> hostPuts,
        List<Followed> followed,
        List<TopicPlace> places,
        long writtenAtMicros) {
    /// The seq that the batch after this one starts with.
    public long nextSeq() {
        return firstSeq + frames.length;
    }
}
