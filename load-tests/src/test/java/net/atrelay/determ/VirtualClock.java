package net.atrelay.determ;

import java.time.Instant;
import java.time.InstantSource;

/// The relay's wall clock, moved by the simulation alone.
final class VirtualClock implements InstantSource {
    private static final long SECOND = 1_000_000;

    private long micros = 1_767_225_660L * SECOND;

    long micros() {
        return micros;
    }

    /// Also backwards.
    void move(long byMicros) {
        micros += byMicros;
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochSecond(Math.floorDiv(micros, SECOND), Math.floorMod(micros, SECOND) * 1_000);
    }
}
