package net.atrelay.verify.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import net.atrelay.atproto.syntax.Did;
import net.atrelay.verify.core.IdentityAnswer;
import org.jspecify.annotations.Nullable;

/// The newest answer for each DID, for a while (protocol reference §6.5). It spares the directory questions about DIDs
/// whose accounts are not kept, and repeated ones after a failure. Any thread.
///
/// A jump of the wall clock in either direction makes an answer old sooner than it should be, never later.
final class Remembered {
    private final IdentityConfig.Answers limits;
    private final Cache<Did, IdentityAnswer.Definite> answers;
    private final Cache<Did, Failure> failures;

    private record Failure(long startedAtMicros, long forMicros) {}

    Remembered(IdentityConfig.Answers limits) {
        this.limits = limits;
        this.answers = Caffeine.newBuilder()
                .maximumSize(limits.rememberedMax())
                .executor(Runnable::run)
                .build();
        this.failures = Caffeine.newBuilder()
                .maximumSize(limits.rememberedMax())
                .executor(Runnable::run)
                .build();
    }

    /// An answer whose look-up began at `notBeforeMicros` or later; null when the DID has to be asked for. An answer
    /// from before that is known to be outdated, and forgotten.
    @Nullable
    IdentityAnswer answer(Did did, long notBeforeMicros, long nowMicros) {
        IdentityAnswer.Definite answer = answers.getIfPresent(did);
        if (answer != null && answer.startedAtMicros() < notBeforeMicros) {
            answers.invalidate(did);
        } else if (answer != null && Math.abs(nowMicros - answer.startedAtMicros()) <= lifetimeMicros(answer)) {
            return answer;
        }
        return failure(did, notBeforeMicros, nowMicros);
    }

    /// [IdentityAnswer.Failed] while the DID should not be asked for again; null when it may be. What failed before
    /// `notBeforeMicros` says nothing.
    @Nullable
    IdentityAnswer failure(Did did, long notBeforeMicros, long nowMicros) {
        Failure failure = failures.getIfPresent(did);
        boolean holds = failure != null
                && failure.startedAtMicros() >= notBeforeMicros
                && Math.abs(nowMicros - failure.startedAtMicros()) <= failure.forMicros();
        return holds ? new IdentityAnswer.Failed() : null;
    }

    /// @param startedAtMicros when the look-up began
    void put(Did did, IdentityAnswer answer, long startedAtMicros) {
        switch (answer) {
            case IdentityAnswer.Definite definite -> {
                answers.put(did, definite);
                failures.invalidate(did);
            }
            case IdentityAnswer.Failed _ -> failures.put(did, new Failure(startedAtMicros, failedForMicros()));
            case IdentityAnswer.RateLimited _ -> {}
        }
    }

    /// What is remembered, in answers.
    long size() {
        return answers.estimatedSize() + failures.estimatedSize();
    }

    private long lifetimeMicros(IdentityAnswer.Definite answer) {
        return switch (answer) {
            case IdentityAnswer.NotFound _ -> micros(limits.notFoundFor());
            case IdentityAnswer.Resolved _, IdentityAnswer.Tombstoned _, IdentityAnswer.Invalid _ ->
                micros(limits.documentFor());
        };
    }

    /// Spread, so that what failed at one moment is not asked for again at one moment.
    private long failedForMicros() {
        return ThreadLocalRandom.current().nextLong(micros(limits.failedFirst()), micros(limits.failedLast()) + 1);
    }

    private static long micros(Duration duration) {
        return TimeUnit.NANOSECONDS.toMicros(duration.toNanos());
    }
}
