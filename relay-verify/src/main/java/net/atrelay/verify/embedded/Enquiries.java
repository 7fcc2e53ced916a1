package net.atrelay.verify.embedded;

import java.util.List;
import java.util.Objects;
import net.atrelay.store.account.AccountState;
import net.atrelay.verify.AskCause;
import net.atrelay.verify.VerifyMetrics;
import net.atrelay.verify.core.HostStatusAnswer;
import net.atrelay.verify.core.IdentityAnswer;
import net.atrelay.verify.core.Request;
import net.atrelay.verify.core.Request.AskHostStatus;
import net.atrelay.verify.core.Request.ResolveIdentity;

/// Asks the questions of one shard; the answers come to its inbox. Owned by the shard's thread.
final class Enquiries {
    private final ShardPool.Neighbours neighbours;
    private final Inbox inbox;
    private final VerifyMetrics metrics;

    Enquiries(ShardPool.Neighbours neighbours, Inbox inbox, VerifyMetrics metrics) {
        this.neighbours = neighbours;
        this.inbox = inbox;
        this.metrics = metrics;
    }

    /// Asks what the account's line waits for, and refreshes an identity in the background if that is not under way.
    void perform(AccountEntry entry, List<Request> requests) {
        for (Request request : requests) {
            boolean awaited = entry.line != null && request.equals(entry.line.awaited());
            if (awaited) {
                ask(entry, request);
            } else if (request instanceof ResolveIdentity) {
                refreshInBackground(entry, request);
            }
        }
    }

    private void refreshInBackground(AccountEntry entry, Request request) {
        if (!entry.refreshing && nowMicros() >= entry.refreshNotBeforeMicros) {
            entry.refreshing = true;
            ask(entry, request);
        }
    }

    void ask(AccountEntry entry, Request request) {
        switch (request) {
            case ResolveIdentity resolve -> resolve(resolve);
            case AskHostStatus status -> askHost(entry, status, AskCause.CONTRADICTION);
        }
    }

    /// A question that is under way is not asked twice: its answer is for all who wait.
    void askHost(AccountEntry entry, AskHostStatus request, AskCause cause) {
        if (isAsking(entry, request.host())) {
            return;
        }
        entry.hostAnswerPending = true;
        entry.hostAsked = request.host();
        entry.hostAskedAtMicros = nowMicros();
        metrics.asksStatus(cause);
        AccountState asked = entry.state;
        neighbours
                .hostStatuses()
                .ask(request.did(), request.host())
                .whenComplete((answer, fault) -> inbox.offer(new Mail.HostStatusArrived(
                        request, asked, fault == null ? answer : new HostStatusAnswer.Failed(), cause)));
    }

    /// The answer to a question about the account has come. It teaches nothing if the host has spoken of the account's
    /// status in its stream meanwhile: nobody knows which of the two is newer, and the stream has an order.
    HostStatusAnswer answered(AccountEntry entry, Mail.HostStatusArrived arrived) {
        String host = arrived.request().host();
        if (isAsking(entry, host)) {
            entry.hostAnswerPending = false;
        }
        return isOvertaken(arrived.asked(), entry.state, host) ? new HostStatusAnswer.Failed() : arrived.answer();
    }

    /// Of an account that is inactive nothing passes but what may be of its status.
    private static boolean isOvertaken(AccountState asked, AccountState now, String host) {
        return !now.upstream().equals(asked.upstream())
                || !now.upstream().active() && !Objects.equals(now.mark(host), asked.mark(host));
    }

    static boolean isAsking(AccountEntry entry, String host) {
        return entry.hostAnswerPending && host.equals(entry.hostAsked);
    }

    private void resolve(ResolveIdentity request) {
        metrics.asks(request);
        ResolveMode mode = request.forced() ? ResolveMode.FORCED : ResolveMode.NORMAL;
        neighbours
                .identities()
                .resolve(request.did(), mode, request.causedByHost(), request.notBeforeMicros())
                .whenComplete((answer, fault) -> inbox.offer(
                        new Mail.IdentityArrived(request, fault == null ? answer : new IdentityAnswer.Failed())));
    }

    private long nowMicros() {
        return Micros.of(neighbours.clock().instant());
    }
}
