package net.atrelay.verify.embedded;

import java.time.Instant;

/// Wall clock time as microseconds since the epoch.
final class Micros {
    private Micros() {}

    static long of(Instant instant) {
        return instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1_000;
    }
}
