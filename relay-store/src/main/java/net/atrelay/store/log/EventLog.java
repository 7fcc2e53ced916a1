package net.atrelay.store.log;

/// The durable, dense sequence of wire frames, as consumers read it.
public interface EventLog {
    /// Oldest seq that can be read; `tip() + 1` when the window is empty.
    long firstSeq();

    /// Newest durable seq; one less than the first to be given when nothing was ever written. Any thread.
    long tip();

    /// Opens a reader that starts at `seq`. Platform threads only.
    ///
    /// @throws WindowPassed if `seq` is below [#firstSeq()]
    LogReader read(long seq);

    /// The wanted seq has left the window (retention).
    final class WindowPassed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public WindowPassed(long wanted, long first) {
            super("seq: " + wanted + " (expected: at least " + first + ", the oldest in the window)");
        }
    }
}
