package net.atrelay.bench.cluster;

import java.util.List;
import java.util.Map;
import net.atrelay.bench.Course;
import net.atrelay.bench.Machine;
import org.jspecify.annotations.Nullable;

/// What was measured; also as JSON, by names that stay.
///
/// @param stretches by name: `ingest`, `verify`, the bare runs `copy`, `proof` and `streams`, `whole`, and `at N/s`
/// @param steady a course for each rate
/// @param changes nodes that came and went under load
record ClusterResult(
        Machine machine, ClusterPlan plan, Map<String, Stretch> stretches, List<Course> steady, List<Change> changes) {
    /// A node that came or went.
    ///
    /// @param what it was
    /// @param millis until it did its work, or until others had its share
    /// @param moved partitions of accounts that have another owner since
    /// @param course of the events meanwhile
    record Change(String what, long millis, int moved, Course course) {}

    /// Verify's throughput as a part of a bare run's.
    ///
    /// @param kind `copy`, `proof` or `streams`
    /// @return null where it was not measured
    @Nullable
    Double ratio(String kind) {
        Stretch verify = stretches.get("verify");
        Stretch bare = stretches.get(kind);
        return verify == null || bare == null ? null : Double.valueOf(verify.perSecond() / bare.perSecond());
    }

    public @Nullable Double getRatioToCopy() {
        return ratio("copy");
    }

    public @Nullable Double getRatioToProof() {
        return ratio("proof");
    }

    public @Nullable Double getRatioToStreams() {
        return ratio("streams");
    }
}
