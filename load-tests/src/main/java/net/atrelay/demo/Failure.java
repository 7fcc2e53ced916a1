package net.atrelay.demo;

import net.atrelay.store.FatalHandler;
import org.jspecify.annotations.Nullable;

/// Why the relay can go on no more, once it cannot. Any thread.
final class Failure implements FatalHandler {
    private volatile @Nullable String words;

    @Override
    public void fatal(String what, Throwable cause) {
        words = what + ": " + cause;
    }

    /// Null while all is well.
    @Nullable
    String words() {
        return words;
    }
}
