package net.atrelay.verify.embedded;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import net.atrelay.atproto.syntax.Did;
import net.atrelay.verify.core.HostStatusAnswer;
import net.atrelay.verify.core.IdentityAnswer;

/// A resolver and hosts that answer when the test does.
final class Questions implements Identities, HostStatuses {
    private static final long PATIENCE_SECONDS = 30;

    private final BlockingQueue<Asked<IdentityAnswer>> identities = new LinkedBlockingQueue<>();
    private final BlockingQueue<Asked<HostStatusAnswer>> statuses = new LinkedBlockingQueue<>();

    record Asked<A>(Did did, ResolveMode mode, String host, CompletableFuture<A> answer) {}

    @Override
    public CompletionStage<IdentityAnswer> resolve(
            Did did, ResolveMode mode, String causedByHost, long notBeforeMicros) {
        CompletableFuture<IdentityAnswer> answer = new CompletableFuture<>();
        identities.add(new Asked<>(did, mode, causedByHost, answer));
        return answer;
    }

    @Override
    public CompletionStage<HostStatusAnswer> ask(Did did, String host) {
        CompletableFuture<HostStatusAnswer> answer = new CompletableFuture<>();
        statuses.add(new Asked<>(did, ResolveMode.NORMAL, host, answer));
        return answer;
    }

    Asked<IdentityAnswer> nextIdentity() throws InterruptedException {
        return next(identities);
    }

    Asked<HostStatusAnswer> nextStatus() throws InterruptedException {
        return next(statuses);
    }

    boolean nothingAsked() {
        return identities.isEmpty() && statuses.isEmpty();
    }

    private static <A> Asked<A> next(BlockingQueue<Asked<A>> queue) throws InterruptedException {
        Asked<A> asked = queue.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (asked == null) {
            throw new AssertionError("nothing was asked");
        }
        return asked;
    }
}
