package net.atrelay.store.host;

/// Where in the streams of hosts a relay goes on after a crash.
public interface HostPlaces {
    /// A host that had no place begins behind this one: it is durable soon, and no later than the first frame behind it
    /// that is settled. To be called before that frame is handed over. Any thread; never blocks.
    ///
    /// @param epoch of the frame that comes next
    /// @param cursor the host's own seq before that frame, from 0
    void begin(String host, long epoch, long cursor);
}
