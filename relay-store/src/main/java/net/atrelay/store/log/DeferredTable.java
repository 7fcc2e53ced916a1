package net.atrelay.store.log;

import java.util.function.Consumer;

/// The durable waiting lines. Read once, at start.
public interface DeferredTable {
    /// Hands over every waiting frame: accounts in the order of their DIDs, frames in the order of their numbers.
    void forEach(Consumer<DeferredFrame> action);
}
