package net.atrelay.fanout.admin;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A change that was understood, and is to be done.
///
/// @param target what it is about; empty for what there is only one of
/// @param work does it, and returns when it is durable; throws [AdminRefusal] when it cannot be done as it was
/// asked
record Change(String target, Supplier<Done> work) {
    private static final long SECONDS_MAX = 20;

    /// A change that was made.
    ///
    /// @param before what held before; null where that is not told
    /// @param after what holds now; null where that is not told
    record Done(@Nullable String before, @Nullable String after) {}

    /// Waits for what a stage does, for a while.
    static <T> T await(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(SECONDS_MAX, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped while a change was under way", e);
        } catch (TimeoutException e) {
            throw new IllegalStateException("a change was not done in time", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a change failed: " + e.getCause(), e);
        }
    }
}
