package net.atrelay.store.kafka;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// How long an operator's change is waited for.
///
/// @param limit after which the answer is that it was not done in time; it may be done later
record Patience(Duration limit) {
    /// Until when, as `System.nanoTime()` has it.
    long deadlineNanos() {
        return System.nanoTime() + limit.toNanos();
    }

    <T> T await(CompletionStage<T> stage) {
        return await(stage, deadlineNanos());
    }

    /// @throws IllegalStateException when it failed, or was not done in time
    <T> T await(CompletionStage<T> stage, long deadlineNanos) {
        try {
            return stage.toCompletableFuture().get(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped while a change was under way", e);
        } catch (TimeoutException e) {
            throw late(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a change failed: " + e.getCause(), e);
        }
    }

    IllegalStateException late(Exception cause) {
        return new IllegalStateException(
                "the cluster has not done it within " + limit.toMillis() + " ms; it may do it later", cause);
    }
}
