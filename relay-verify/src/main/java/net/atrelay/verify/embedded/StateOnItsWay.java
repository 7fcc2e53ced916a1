package net.atrelay.verify.embedded;

/// A state of an account that was handed on to be made durable. Owned by the shard's thread, but for [#durable].
final class StateOnItsWay {
    private final AccountEntry entry;
    /// Written by the appender's thread, read by the shard's.
    private volatile boolean isDurable;

    StateOnItsWay(AccountEntry entry) {
        this.entry = entry;
    }

    AccountEntry entry() {
        return entry;
    }

    /// Appender's thread.
    void durable() {
        isDurable = true;
    }

    boolean isDurable() {
        return isDurable;
    }
}
