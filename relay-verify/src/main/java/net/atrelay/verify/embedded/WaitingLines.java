package net.atrelay.verify.embedded;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import net.atrelay.store.bus.RawFrame;
import net.atrelay.store.log.DeferredFrame;
import net.atrelay.verify.VerifyConfig;

/// The waiting lines of one shard's accounts, held to their bounds.
///
/// Owned by the shard's thread; the counts may be read by any.
final class WaitingLines {
    private final VerifyConfig config;
    private final WaitingBudget budget;
    private final boolean hostsWait;
    /// In the order in which they began to wait.
    private final Set<AccountEntry> waiting = new LinkedHashSet<>();
    private final Set<AccountEntry> holding = new LinkedHashSet<>();
    private volatile int accounts;
    private volatile int frames;
    private volatile int held;

    /// @param hostsWait whether what is held stops the host that has sent it, and nobody else
    WaitingLines(VerifyConfig config, WaitingBudget budget, boolean hostsWait) {
        this.config = config;
        this.budget = budget;
        this.hostsWait = hostsWait;
    }

    /// Puts the frame at the end of the account's line, which begins with it if there is none.
    ///
    /// Beyond the share of its account or host it is held while the answer is on its way, since a new relay
    /// reads what hosts have kept faster than it may ask who the accounts are. Once it was asked in vain it is
    /// refused.
    Placed add(AccountEntry entry, RawFrame raw, long nowMicros) {
        WaitingLine line = entry.line;
        int length = raw.bytes().length;
        boolean fits = line == null ? isWithinShare(1, length) : isWithinShare(line.size() + 1, line.bytes() + length);
        boolean isAnswerDue = hostsWait && (line == null || !line.hasFailed());
        if (!fits) {
            return isAnswerDue ? hold(entry, raw, nowMicros) : new Placed.Refused();
        }
        if (line != null && line.firstHeld() != null) {
            return hold(entry, raw, nowMicros);
        }
        return switch (budget.tryTake(raw.host(), length)) {
            case TAKEN -> store(entry, raw, nowMicros);
            case HOST_FULL -> isAnswerDue ? hold(entry, raw, nowMicros) : new Placed.Refused();
            case FULL -> hold(entry, raw, nowMicros);
        };
    }

    private boolean isWithinShare(int frames, long bytes) {
        return frames <= config.waitingFramesPerAccountMax() && bytes <= config.waitingBytesPerAccountMax();
    }

    private Placed store(AccountEntry entry, RawFrame raw, long nowMicros) {
        WaitingLine line = line(entry);
        DeferredFrame deferred = new DeferredFrame(line.nextNumber(), raw, nowMicros);
        line.add(deferred);
        frames = frames + 1;
        return new Placed.Stored(deferred);
    }

    private Placed hold(AccountEntry entry, RawFrame raw, long nowMicros) {
        line(entry).hold(raw, nowMicros);
        holding.add(entry);
        frames = frames + 1;
        held = held + 1;
        return new Placed.Held();
    }

    /// Gives held frames the room that there is by now, those first whose lines began to hold first.
    ///
    /// @param onStored told of each frame that is to be written to disk
    void storeHeld(BiConsumer<AccountEntry, DeferredFrame> onStored) {
        Iterator<AccountEntry> entries = holding.iterator();
        boolean hasRoom = true;
        while (hasRoom && entries.hasNext()) {
            AccountEntry entry = entries.next();
            hasRoom = storeHeld(entry, line(entry), onStored);
            if (line(entry).firstHeld() == null) {
                entries.remove();
            }
        }
    }

    /// False when all room is used up.
    private boolean storeHeld(AccountEntry entry, WaitingLine line, BiConsumer<AccountEntry, DeferredFrame> onStored) {
        for (WaitingFrame first = line.firstHeld(); first != null; first = line.firstHeld()) {
            RawFrame raw = first.raw();
            int length = raw.bytes().length;
            if (!isWithinShare(line.storedSize() + 1, line.storedBytes() + length)) {
                return true;
            }
            switch (budget.tryTake(raw.host(), length)) {
                case TAKEN -> {
                    held = held - 1;
                    onStored.accept(entry, line.storeFirstHeld());
                }
                case HOST_FULL -> {
                    return true;
                }
                case FULL -> {
                    return false;
                }
            }
        }
        return true;
    }

    /// Takes held frames out that are beyond the share of their account or host, the newest first.
    ///
    /// @param onRefused told of each of them
    void refuseBeyondShares(AccountEntry entry, WaitingLine line, Consumer<RawFrame> onRefused) {
        while (isBeyondShares(line)) {
            RawFrame refused = line.removeLastHeld();
            frames = frames - 1;
            held = held - 1;
            onRefused.accept(refused);
        }
        endIfEmpty(entry, line);
    }

    private boolean isBeyondShares(WaitingLine line) {
        WaitingFrame first = line.firstHeld();
        return first != null
                && (!isWithinShare(line.size(), line.bytes())
                        || budget.isBeyondShare(first.raw().host(), first.raw().bytes().length));
    }

    /// Puts back a frame that was in the line when the process ended.
    void restore(AccountEntry entry, DeferredFrame deferred) {
        budget.take(deferred.frame().host(), deferred.frame().bytes().length);
        line(entry).add(deferred);
        frames = frames + 1;
    }

    private WaitingLine line(AccountEntry entry) {
        WaitingLine line = entry.line;
        if (line == null) {
            line = new WaitingLine();
            entry.line = line;
            waiting.add(entry);
            accounts = waiting.size();
        }
        return line;
    }

    /// Takes the first frame out; the line ends with its last frame.
    void removeFirst(AccountEntry entry, WaitingLine line, WaitingFrame first) {
        line.removeFirst();
        frames = frames - 1;
        if (first.number() == null) {
            held = held - 1;
        } else {
            budget.giveBack(first.raw().host(), first.raw().bytes().length);
        }
        endIfEmpty(entry, line);
    }

    private void endIfEmpty(AccountEntry entry, WaitingLine line) {
        if (line.firstHeld() == null) {
            holding.remove(entry);
        }
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

    /// Those of them that are only in memory, and still in flight.
    int held() {
        return held;
    }
}
