package net.atrelay.demo;

import java.time.Duration;

/// The wish that the demonstration ends.
@FunctionalInterface
interface Stop {
    /// Waits for it, but no longer than a while; whether it has come.
    boolean await(Duration atMost) throws InterruptedException;
}
