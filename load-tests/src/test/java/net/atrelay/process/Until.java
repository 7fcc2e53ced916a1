package net.atrelay.process;

import static org.junit.jupiter.api.Assertions.fail;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// Waits for something that other threads or processes bring about.
public final class Until {
    private static final Duration PATIENCE = Duration.ofSeconds(180);

    private static final Duration LOOK_EVERY = Duration.ofMillis(20);

    private Until() {}

    /// Returns as soon as the condition holds; fails after a long time.
    public static void holds(String what, BooleanSupplier condition) {
        holds(() -> what, condition);
    }

    /// As [#holds(String, BooleanSupplier)], with words that tell how far it came.
    public static void holds(Supplier<String> what, BooleanSupplier condition) {
        if (!comesTrue(PATIENCE, condition)) {
            fail("never came true: " + what.get());
        }
    }

    /// Whether the condition holds within the time.
    public static boolean comesTrue(Duration within, BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - start > within.toNanos()) {
                return false;
            }
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
        }
        return true;
    }
}
