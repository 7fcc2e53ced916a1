package net.atrelay.ingest.host;

import net.atrelay.store.host.HostRecord;

/// Hears of what must be remembered of a host. Called on the host's event loop; must return at once.
public interface StreamListener {
    /// A record is to be stored.
    ///
    /// @param host the record as it is to be stored
    /// @param resetCursor whether its stored cursor and epoch are to be replaced
    void changed(HostRecord host, boolean resetCursor);
}
