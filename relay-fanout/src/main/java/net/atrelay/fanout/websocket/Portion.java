package net.atrelay.fanout.websocket;

/// What one read of the log gave.
sealed interface Portion {
    /// The chunk is held for whoever gets this.
    record Frames(FramedChunk chunk) implements Portion {}

    /// There was nothing at or above the wanted seq.
    record AtTip() implements Portion {}

    /// The wanted seq has left the window.
    record Passed() implements Portion {}

    record Failed(RuntimeException cause) implements Portion {}

    /// Nobody wanted it any more.
    record Dropped() implements Portion {}

    /// Frees what was read.
    default void drop() {
        if (this instanceof Frames frames) {
            frames.chunk().letGo();
        }
    }
}
