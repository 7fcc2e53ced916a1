package net.atrelay.demo;

import java.util.Map.Entry;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// How long the relay had frames, from their receipt to their writing to consumers, over a while: two quantiles.
record Latency(double p50Millis, double p99Millis) {
    private static final String BUCKETS = "relay_fanout_receipt_to_sent_seconds_bucket";
    private static final double MILLIS = 1_000;

    /// The latency between two readings; null when nothing was sent between them.
    static @Nullable Latency between(Meters before, Meters after) {
        TreeMap<Double, Double> counts = new TreeMap<>();
        after.by(BUCKETS, "", "le").forEach((bound, count) -> counts.put(seconds(bound), count));
        before.by(BUCKETS, "", "le").forEach((bound, count) -> counts.merge(seconds(bound), -count, Double::sum));
        if (counts.isEmpty() || counts.lastEntry().getValue() <= 0) {
            return null;
        }
        return new Latency(quantile(counts, 0.5) * MILLIS, quantile(counts, 0.99) * MILLIS);
    }

    private static double seconds(String bound) {
        return bound.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(bound);
    }

    /// @param counts how many took at most so many seconds
    private static double quantile(TreeMap<Double, Double> counts, double share) {
        double wanted = counts.lastEntry().getValue() * share;
        double lower = 0;
        double below = 0;
        for (Entry<Double, Double> bucket : counts.entrySet()) {
            if (bucket.getValue() >= wanted) {
                return Double.isInfinite(bucket.getKey())
                        ? lower
                        : lower + (bucket.getKey() - lower) * (wanted - below) / (bucket.getValue() - below);
            }
            lower = bucket.getKey();
            below = bucket.getValue();
        }
        return lower;
    }
}
