package net.atrelay.determ;

/// The process ends here: all that is in memory is gone, what is on disk stays.
final class Crash extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Crash(String where) {
        super(where, null, false, false);
    }

    /// Where in a batch the process ends.
    enum Point {
        BEFORE_WRITE,
        AFTER_WRITE,
        /// Consumers may have it, hosts and shards have not heard of it.
        AFTER_PUBLISH
    }
}
