package net.atrelay.store.kafka;

import java.util.ArrayList;
import java.util.List;
import net.atrelay.atproto.stream.EncodedFrame;
import net.atrelay.atproto.stream.FrameEncoder;
import net.atrelay.atproto.syntax.Did;
import net.atrelay.store.account.AccountState;
import net.atrelay.store.log.HostCursor;
import net.atrelay.store.log.LogBatch;
import net.atrelay.store.log.LogWriter;
import net.atrelay.store.log.Outcome;
import net.atrelay.store.log.PendingEvent;
import org.jspecify.annotations.Nullable;

/// What a verify node has judged, and tables that keep what comes.
final class Judged {
    private static final String TIME = "2026-01-01T00:00:00.000Z";

    private Judged() {}

    /// An event and a state of one account.
    static LogBatch batch(Did did) {
        EncodedFrame frame = FrameEncoder.account(did, TIME, true, null);
        PendingEvent event =
                new PendingEvent(frame.bytes(), frame.seqOffset(), frame.seqLength(), did, System.nanoTime());
        AccountState state = AccountState.unknown(did);
        Outcome outcome = new Outcome(did, null, List.of(event), state, null, null, null);
        return new LogBatch(
                1, new byte[1][], List.of(outcome), List.of(state), List.of(), List.of(), List.of(), List.of(), 0);
    }

    static final class Tables implements LogWriter {
        private final List<LogBatch> written = new ArrayList<>();

        List<LogBatch> written() {
            return written;
        }

        @Override
        public long nextSeq() {
            return 1;
        }

        @Override
        public @Nullable HostCursor cursor(String host) {
            return null;
        }

        @Override
        public void write(LogBatch batch) {
            written.add(batch);
        }
    }
}
