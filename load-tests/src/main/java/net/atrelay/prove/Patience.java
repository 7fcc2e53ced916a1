package net.atrelay.prove;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// Waits for what a relay must bring about, for a long time but not for ever.
///
/// @param isAlive whether the relay runs; false ends the waiting
record Patience(BooleanSupplier isAlive, Duration atMost) {
    private static final Duration GLANCE = Duration.ofMillis(2);

    void until(Supplier<String> what, BooleanSupplier condition) throws StalledException, InterruptedException {
        long beganNanos = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (!isAlive.getAsBoolean()) {
                throw new StalledException("the relay ended by itself while " + what.get() + " was waited for");
            }
            if (System.nanoTime() - beganNanos > atMost.toNanos()) {
                throw new StalledException("not within " + atMost.toSeconds() + " s: " + what.get());
            }
            Thread.sleep(GLANCE);
        }
    }
}
