package net.atrelay.verify.embedded;

import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import net.atrelay.atproto.syntax.Did;
import net.atrelay.store.account.AccountState;
import net.atrelay.verify.AskCause;
import net.atrelay.verify.core.Reason;
import net.atrelay.verify.core.Request.AskHostStatus;

/// Asks hosts for the status of accounts that no frame waits for: those held inactive, when their turn comes, those
/// whose changes came too fast to be told, and those that are listed otherwise. The answer takes the same way as
/// any other.
///
/// Owned by the shard's thread.
final class StatusChecks {
    private final AccountEntries accounts;
    private final Enquiries enquiries;
    private final Paces paces;
    private final InstantSource clock;
    private final long gapMicros;
    private final Rechecks rechecks = new Rechecks();

    StatusChecks(Shard.Parts parts, Paces paces) {
        this.accounts = parts.accounts();
        this.enquiries = parts.enquiries();
        this.paces = paces;
        this.clock = parts.clock();
        this.gapMicros =
                TimeUnit.NANOSECONDS.toMicros(parts.config().hostStatusGap().toNanos());
    }

    /// The account is on the list of those held inactive; it may have changed since.
    void sweep(Did did) {
        AccountState state = accounts.entry(did).state;
        if (!state.upstream().active() && !state.upstream().isDeleted()) {
            ask(did, AskCause.SWEEP);
        }
    }

    /// A frame of the account was refused. If that was for its rate, it may have been a change of status: what that
    /// has come to is asked for later.
    void refused(Did did, Reason reason) {
        if (reason == Reason.ACCOUNT_RATE) {
            rechecks.add(did, nowMicros() + gapMicros);
        }
    }

    /// The account's host lists it with another status than is known of it: a change was missed, or is under way.
    void listed(Did did) {
        if (!ask(did, AskCause.LISTING)) {
            rechecks.add(did, nowMicros() + gapMicros);
        }
    }

    void onTick() {
        long now = nowMicros();
        for (Did did : rechecks.takeDue(now)) {
            if (!ask(did, AskCause.RATE)) {
                rechecks.add(did, now + gapMicros);
            }
        }
    }

    /// False when the host may not be asked now.
    private boolean ask(Did did, AskCause cause) {
        AccountEntry entry = accounts.entry(did);
        String host = entry.state.host();
        if (host == null) {
            return true;
        }
        long now = nowMicros();
        boolean recently = host.equals(entry.hostAsked) && now - entry.hostAskedAtMicros < gapMicros;
        if (recently || !paces.mayAsk(host, now)) {
            return false;
        }
        enquiries.askHost(entry, new AskHostStatus(did, host), cause);
        return true;
    }

    private long nowMicros() {
        return Micros.of(clock.instant());
    }
}
