package net.atrelay.ingest.host;

import net.atrelay.ingest.GapCause;
import net.atrelay.store.host.HostRecord;

/// Hears of what must be remembered of a host, or done about it. Called on the host's event loop; must return at
/// once.
public interface StreamListener {
    /// A record is to be stored.
    ///
    /// @param host the record as it is to be stored
    /// @param resetCursor whether its stored cursor and epoch are to be replaced
    /// @param stored to be run once it is durable; any thread
    void changed(HostRecord host, boolean resetCursor, Runnable stored);

    /// The host turned out to be a relay; its stream has stopped.
    ///
    /// @param detail for operators
    void relayFound(String hostname, String detail);

    /// A socket opened after a time in which no host had one: this relay had been cut off.
    void reachableAgain();

    /// Events of the host may have been missed; it is being read again.
    void gapFound(String hostname, GapCause cause);
}
