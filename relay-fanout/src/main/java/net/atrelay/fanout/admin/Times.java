package net.atrelay.fanout.admin;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// Times as they are shown (RFC 3339, UTC).
final class Times {
    private Times() {}

    static String text(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS).toString();
    }
}
