package net.atrelay.verify.embedded;

/// A rate: so many at once, and as many again in each period. Starts full. Not for several threads at once.
final class TokenBucket {
    private final long capacity;
    private final long periodMicros;
    private double tokens;
    private long filledAtMicros;

    TokenBucket(long capacity, long periodMicros, long nowMicros) {
        this.capacity = capacity;
        this.periodMicros = periodMicros;
        tokens = capacity;
        filledAtMicros = nowMicros;
    }

    long capacity() {
        return capacity;
    }

    boolean tryTake(long nowMicros) {
        // A clock that goes back fills nothing.
        long passed = Math.max(0, nowMicros - filledAtMicros);
        tokens = Math.min(capacity, tokens + (double) passed * capacity / periodMicros);
        filledAtMicros = Math.max(filledAtMicros, nowMicros);
        if (tokens < 1) {
            return false;
        }
        tokens--;
        return true;
    }
}
