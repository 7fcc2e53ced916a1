package net.atrelay.store.bus;

/// Told once for each frame that left the flight: its outcome, whatever it is, is durable.
///
/// Called on the appender thread, after the batch is synced; must return at once.
public interface FrameSettled {
    /// @param host the frame's host
    /// @param frames how many of its frames this batch settled
    /// @param bytes the sum of their lengths
    void settled(String host, int frames, long bytes);
}
