package net.atrelay.fanout.websocket;

import net.atrelay.store.log.EventLog;
import net.atrelay.store.log.LogReader;
import net.atrelay.store.tail.Tail;

/// A log whose window is the tail, so that nobody ever has to read it.
record TailLog(Tail tail) implements EventLog {
    @Override
    public long firstSeq() {
        return tail.firstSeq();
    }

    @Override
    public long tip() {
        return tail.tip();
    }

    @Override
    public LogReader read(long seq) {
        throw new WindowPassed(seq, firstSeq());
    }
}
