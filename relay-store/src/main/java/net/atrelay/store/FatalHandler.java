package net.atrelay.store;

/// Ends the process, loudly: the store's own data cannot be written or trusted any more.
///
/// Called on the thread that found it, which may hold the store open: halts, or returns after asking another thread to
/// exit, but never waits for the store to close. When it returns, the caller does nothing further.
@FunctionalInterface
public interface FatalHandler {
    void fatal(String what, Throwable cause);
}
