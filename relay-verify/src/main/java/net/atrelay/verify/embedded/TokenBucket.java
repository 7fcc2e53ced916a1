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
        fill(nowMicros);
        if (tokens < 1) {
            return false;
        }
        tokens--;
        return true;
    }

    /// Takes one, whether it is there or not; what is not is owed.
    ///
    /// @param owedMax most that is owed; what goes beyond is forgiven
    /// @return time until nothing is owed; 0 when nothing is
    long take(long nowMicros, double owedMax) {
        fill(nowMicros);
        tokens = Math.max(tokens - 1, -owedMax);
        return tokens >= 0 ? 0 : (long) Math.ceil(-tokens * periodMicros / capacity);
    }

    private void fill(long nowMicros) {
        // A clock that goes back fills nothing.
        long passed = Math.max(0, nowMicros - filledAtMicros);
        tokens = Math.min(capacity, tokens + (double) passed * capacity / periodMicros);
        filledAtMicros = Math.max(filledAtMicros, nowMicros);
    }
}
