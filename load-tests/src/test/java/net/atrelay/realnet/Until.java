package net.atrelay.realnet;

import static org.junit.jupiter.api.Assertions.fail;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// Waits for something that other processes bring about.
final class Until {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private static final Duration LOOK_EVERY = Duration.ofMillis(20);

    private Until() {}

    /// Returns as soon as the condition holds; fails after a long time.
    static void holds(String what, BooleanSupplier condition) {
        if (!comesTrue(PATIENCE, condition)) {
            fail("never came true: " + what);
        }
    }

    /// Whether the condition holds within the time.
    static boolean comesTrue(Duration within, BooleanSupplier condition) {
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
