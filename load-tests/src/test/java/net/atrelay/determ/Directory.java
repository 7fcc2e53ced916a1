package net.atrelay.determ;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import net.atrelay.atproto.syntax.Did;
import net.atrelay.verify.core.HostStatusAnswer;
import net.atrelay.verify.core.IdentityAnswer;
import net.atrelay.verify.embedded.HostStatuses;
import net.atrelay.verify.embedded.Identities;
import net.atrelay.verify.embedded.ResolveMode;
import org.jspecify.annotations.Nullable;

/// Looks up documents and statuses for one life of the relay. A question is taken up at one moment, when the truth is
/// read, and answered at another; answers overtake each other.
final class Directory implements Identities, HostStatuses {
    private final World world;
    private final VirtualClock clock;
    private final SplittableRandom random;
    private final Tally tally;
    private final Trace trace;
    private final List<LookUp> lookUps = new ArrayList<>();
    private final List<StatusQuestion> questions = new ArrayList<>();
    /// Once nothing fails any more.
    private boolean isCalm;

    Directory(World world, VirtualClock clock, SplittableRandom random, Tally tally, Trace trace) {
        this.world = world;
        this.clock = clock;
        this.random = random;
        this.tally = tally;
        this.trace = trace;
    }

    private static final class LookUp {
        final Did did;
        final ResolveMode mode;
        final long notBeforeMicros;
        final CompletableFuture<IdentityAnswer> answer = new CompletableFuture<>();

        @Nullable
        IdentityAnswer read;

        LookUp(Did did, ResolveMode mode, long notBeforeMicros) {
            this.did = did;
            this.mode = mode;
            this.notBeforeMicros = notBeforeMicros;
        }
    }

    private static final class StatusQuestion {
        final Did did;
        final String host;
        final CompletableFuture<HostStatusAnswer> answer = new CompletableFuture<>();

        @Nullable
        HostStatusAnswer read;

        StatusQuestion(Did did, String host) {
            this.did = did;
            this.host = host;
        }
    }

    @Override
    public CompletionStage<IdentityAnswer> resolve(
            Did did, ResolveMode mode, String causedByHost, long notBeforeMicros) {
        LookUp lookUp = new LookUp(did, mode, notBeforeMicros);
        lookUps.add(lookUp);
        return lookUp.answer;
    }

    @Override
    public CompletionStage<HostStatusAnswer> ask(Did did, String host) {
        tally.count(Happening.STATUS_ASKED);
        StatusQuestion question = new StatusQuestion(did, host);
        questions.add(question);
        return question.answer;
    }

    boolean isIdle() {
        return lookUps.isEmpty() && questions.isEmpty();
    }

    void calm() {
        isCalm = true;
    }

    /// Takes up or answers one question.
    void step() {
        int count = lookUps.size() + questions.size();
        if (count == 0) {
            return;
        }
        int chosen = random.nextInt(count);
        if (chosen < lookUps.size()) {
            step(lookUps.get(chosen));
        } else {
            step(questions.get(chosen - lookUps.size()));
        }
    }

    /// Takes up and answers all that can be.
    void stepAll() {
        List.copyOf(lookUps).forEach(this::step);
        List.copyOf(questions).forEach(this::step);
    }

    private void step(LookUp lookUp) {
        long now = clock.micros();
        IdentityAnswer read = lookUp.read;
        if (read == null) {
            if (now >= lookUp.notBeforeMicros) {
                lookUp.read = read(lookUp, now);
            }
            return;
        }
        if (lookUp != lookUps.getFirst()) {
            tally.count(Happening.LOOKUP_ANSWERED_LATE);
        }
        lookUps.remove(lookUp);
        trace.note("answer " + lookUp.did + " " + read);
        lookUp.answer.complete(read);
    }

    private IdentityAnswer read(LookUp lookUp, long now) {
        SimAccount account = world.account(lookUp.did);
        if (account == null) {
            return new IdentityAnswer.NotFound(now);
        }
        int dice = isCalm ? 99 : random.nextInt(100);
        if (dice < 20) {
            tally.count(Happening.LOOKUP_FAILED);
            account.isLookedUpInVain = true;
            return new IdentityAnswer.Failed();
        }
        if (dice < 30 && lookUp.mode == ResolveMode.FORCED) {
            tally.count(Happening.LOOKUP_RATE_LIMITED);
            account.isLimited = true;
            return new IdentityAnswer.RateLimited();
        }
        return account.document(now);
    }

    private void step(StatusQuestion question) {
        HostStatusAnswer read = question.read;
        if (read == null) {
            question.read = read(question);
            return;
        }
        questions.remove(question);
        trace.note("status " + question.did + " of " + question.host + " " + read);
        question.answer.complete(read);
    }

    private HostStatusAnswer read(StatusQuestion question) {
        SimAccount account = Objects.requireNonNull(world.account(question.did));
        account.isAsked = true;
        if (!isCalm && random.nextInt(100) < 15) {
            tally.count(Happening.STATUS_UNANSWERED);
            account.isUnanswered = true;
            return new HostStatusAnswer.Failed();
        }
        return account.host.name.equals(question.host)
                ? new HostStatusAnswer.Stated(account.status == null, account.status)
                : new HostStatusAnswer.NotFound();
    }
}
