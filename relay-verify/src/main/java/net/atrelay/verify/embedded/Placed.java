package net.atrelay.verify.embedded;

import net.atrelay.store.log.DeferredFrame;

/// Where a frame that has to wait went.
sealed interface Placed {
    /// Into its account's line, to be written to disk.
    record Stored(DeferredFrame frame) implements Placed {}

    /// Into its account's line, in memory only: there is no room, so it stays in flight and its host is no longer read.
    record Held() implements Placed {}

    /// Nowhere: its account or host has used up its own share, nobody knows when an answer comes, and it must not hold
    /// up others.
    record Refused() implements Placed {}
}
