package net.atrelay.store.log;

/// Takes outcomes to the appender. Outcomes of one account must come from one thread, in order.
public interface OutcomeSink {
    /// Hands over one outcome. Never blocks: what is in flight is bounded at the door.
    void append(Outcome outcome);
}
