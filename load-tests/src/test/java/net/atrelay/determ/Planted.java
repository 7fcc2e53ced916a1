package net.atrelay.determ;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.atrelay.atproto.crypto.Curve;
import net.atrelay.atproto.crypto.PublicKey;
import net.atrelay.atproto.crypto.SignatureVerifier;
import net.atrelay.atproto.syntax.Did;
import net.atrelay.store.account.AccountState;
import net.atrelay.store.account.AccountTable;
import net.atrelay.store.log.HostCursor;
import net.atrelay.store.log.LogBatch;
import net.atrelay.store.log.LogWriter;
import net.atrelay.store.log.Outcome;
import net.atrelay.store.log.OutcomeSink;
import org.jspecify.annotations.Nullable;

/// A bug put between the parts of the relay, to show that the simulation would find it.
enum Planted {
    NOTHING,
    /// Whoever signs is believed.
    SIGNATURES_BELIEVED,
    /// A host's cursor is stored one frame too high.
    CURSOR_AHEAD,
    /// A frame that waited and is judged stays on disk.
    RELEASE_FORGOTTEN,
    /// A frame that waits is not written.
    DEFERRAL_FORGOTTEN,
    /// An account is read as it was before its last change.
    STALE_STATE,
    /// Two outcomes of one account change places now and then.
    OUTCOMES_SWAPPED,
    /// An outcome is now and then handed on without its events.
    EVENTS_FORGOTTEN;

    private static final int SELDOM = 7;

    SignatureVerifier before(SignatureVerifier verifier) {
        return this == SIGNATURES_BELIEVED ? new Believing(verifier) : verifier;
    }

    LogWriter between(LogWriter writer) {
        return this == CURSOR_AHEAD || this == RELEASE_FORGOTTEN || this == DEFERRAL_FORGOTTEN
                ? new Altering(this, writer)
                : writer;
    }

    AccountTable before(AccountTable table) {
        return this == STALE_STATE ? new Stale(table) : table;
    }

    OutcomeSink before(OutcomeSink sink) {
        return switch (this) {
            case OUTCOMES_SWAPPED -> new Swapping(sink);
            case EVENTS_FORGOTTEN -> new Forgetting(sink);
            default -> sink;
        };
    }

    private record Believing(SignatureVerifier verifier) implements SignatureVerifier {
        @Override
        public boolean verify(PublicKey key, byte[] sha256, byte[] signature) {
            return true;
        }

        @Override
        public String name(Curve curve) {
            return verifier.name(curve);
        }
    }

    private record Altering(Planted bug, LogWriter writer) implements LogWriter {
        @Override
        public long nextSeq() {
            return writer.nextSeq();
        }

        @Override
        public @Nullable HostCursor cursor(String host) {
            return writer.cursor(host);
        }

        @Override
        public void write(LogBatch batch) {
            List<HostCursor> cursors = batch.cursors().stream()
                    .map(cursor -> bug == CURSOR_AHEAD ? ahead(cursor) : cursor)
                    .toList();
            List<Outcome> outcomes = batch.outcomes().stream()
                    .map(outcome -> new Outcome(
                            outcome.did(),
                            outcome.settles(),
                            outcome.events(),
                            outcome.state(),
                            bug == DEFERRAL_FORGOTTEN ? null : outcome.defers(),
                            bug == RELEASE_FORGOTTEN || bug == DEFERRAL_FORGOTTEN ? null : outcome.released(),
                            outcome.durable()))
                    .toList();
            writer.write(new LogBatch(
                    batch.firstSeq(),
                    batch.frames(),
                    outcomes,
                    batch.states(),
                    cursors,
                    batch.hostPuts(),
                    batch.followed(),
                    batch.places(),
                    batch.writtenAtMicros()));
        }

        private static HostCursor ahead(HostCursor cursor) {
            Long seq = cursor.cursor();
            return seq == null ? cursor : new HostCursor(cursor.host(), cursor.epoch(), seq + 1);
        }
    }

    private static final class Stale implements AccountTable {
        private final AccountTable table;
        private final Map<Did, List<AccountState>> seen = new HashMap<>();

        Stale(AccountTable table) {
            this.table = table;
        }

        @Override
        public @Nullable AccountState find(Did did) {
            AccountState now = table.find(did);
            if (now == null) {
                return null;
            }
            List<AccountState> states = seen.computeIfAbsent(did, _ -> new ArrayList<>());
            states.add(now);
            return states.size() > 1 ? states.get(states.size() - 2) : now;
        }

        @Override
        public List<AccountState> list(@Nullable Did after, int limit) {
            return table.list(after, limit);
        }
    }

    private static final class Swapping implements OutcomeSink {
        private final OutcomeSink sink;
        private final List<Outcome> kept = new ArrayList<>();
        private int count;

        Swapping(OutcomeSink sink) {
            this.sink = sink;
        }

        @Override
        public void append(Outcome outcome) {
            if (++count % SELDOM == 0 && kept.isEmpty()) {
                kept.add(outcome);
                return;
            }
            sink.append(outcome);
            kept.forEach(sink::append);
            kept.clear();
        }
    }

    private static final class Forgetting implements OutcomeSink {
        private final OutcomeSink sink;
        private int count;

        Forgetting(OutcomeSink sink) {
            this.sink = sink;
        }

        @Override
        public void append(Outcome outcome) {
            boolean forgets = ++count % SELDOM == 0;
            sink.append(new Outcome(
                    outcome.did(),
                    outcome.settles(),
                    forgets ? List.of() : outcome.events(),
                    outcome.state(),
                    outcome.defers(),
                    outcome.released(),
                    outcome.durable()));
        }
    }
}
