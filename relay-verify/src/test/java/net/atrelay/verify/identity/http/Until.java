package net.atrelay.verify.identity.http;

import static org.junit.jupiter.api.Assertions.fail;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// Waits for something that other threads bring about.
public final class Until {
    private static final long PATIENCE_NANOS = 30_000_000_000L;

    private Until() {}

    /// Returns as soon as the condition holds; fails after a long time.
    public static void holds(String what, BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - start > PATIENCE_NANOS) {
                fail("never came true: " + what);
            }
            LockSupport.parkNanos(200_000);
        }
    }

    /// What an answer that is not there yet turns out to be; fails after a long time.
    public static <T> T answered(CompletionStage<T> answer) {
        CompletableFuture<T> future = answer.toCompletableFuture();
        holds("an answer", future::isDone);
        return future.join();
    }
}
