package net.atrelay.verify.embedded;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.atrelay.store.bus.RawFrame;
import net.atrelay.store.log.DeferredFrame;
import net.atrelay.verify.VerifyConfig;
import org.jspecify.annotations.Nullable;

/// The waiting lines of one shard's accounts, held to their bounds.
///
/// Owned by the shard's thread; the counts may be read by any.
final class WaitingLines {
    private final VerifyConfig config;
    private final WaitingBudget budget;
    private final Set<AccountEntry> waiting = new HashSet<>();
    private volatile int accounts;
    private volatile int frames;

    WaitingLines(VerifyConfig config, WaitingBudget budget) {
        this.config = config;
        this.budget = budget;
    }

    /// Puts the frame at the end of the account's line, which begins with it if there is none. Null when it has
    /// no room.
    @Nullable
    DeferredFrame tryAdd(AccountEntry entry, RawFrame raw, long nowMicros) {
        WaitingLine line = entry.line;
        int length = raw.bytes().length;
        int lineFrames = line == null ? 0 : line.size();
        long lineBytes = line == null ? 0 : line.bytes();
        if (lineFrames >= config.waitingFramesPerAccountMax()
                || lineBytes + length > config.waitingBytesPerAccountMax()
                || !budget.tryTake(raw.host(), length)) {
            return null;
        }
        DeferredFrame deferred = new DeferredFrame(line == null ? 0 : line.nextNumber(), raw, nowMicros);
        add(entry, deferred);
        return deferred;
    }

    /// Puts back a frame that was in the line when the process ended.
    void restore(AccountEntry entry, DeferredFrame deferred) {
        budget.take(deferred.frame().host(), deferred.frame().bytes().length);
        add(entry, deferred);
    }

    private void add(AccountEntry entry, DeferredFrame deferred) {
        WaitingLine line = entry.line;
        if (line == null) {
            line = new WaitingLine();
            entry.line = line;
            waiting.add(entry);
            accounts = waiting.size();
        }
        line.add(deferred);
        frames = frames + 1;
    }

    /// Takes the first frame out; the line ends with its last frame.
    void removeFirst(AccountEntry entry, WaitingLine line, DeferredFrame first) {
        line.removeFirst();
        frames = frames - 1;
        budget.giveBack(first.frame().host(), first.frame().bytes().length);
        if (line.first() == null) {
            entry.line = null;
            waiting.remove(entry);
            accounts = waiting.size();
        }
    }

    /// A copy: acting on an entry may end its line.
    List<AccountEntry> entries() {
        return new ArrayList<>(waiting);
    }

    int accounts() {
        return accounts;
    }

    int frames() {
        return frames;
    }
}
