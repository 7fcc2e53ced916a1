package net.atrelay.load;

import java.util.List;

/// What a run found.
///
/// @param seedSeconds how long it took to write the population; 0 when it was there
/// @param seededBytes the data directory before the relay opened it
/// @param first the first start, told like a restart; nothing had been running before
/// @param settled the relay once it had all hosts, before any event
/// @param warm the relay after the warm-up, at the beginning of what is measured
/// @param parts of what was measured, in order
/// @param rssSlope growth of resident memory over the second half of what was measured, bytes a minute
/// @param diskBytesPerEvent growth of the data directory while measured, for each event
/// @param restarts in order
/// @param end the crowd after all
record LoadResult(
        Realm realm,
        Course course,
        double seedSeconds,
        long seededBytes,
        Restart first,
        Sample settled,
        Sample warm,
        List<Part> parts,
        double rssSlope,
        double diskBytesPerEvent,
        List<Restart> restarts,
        CrowdNews end) {

    /// Growth of resident memory, bytes a minute: the slope of the straight line that fits the samples best.
    static double slope(List<Sample> samples) {
        double n = samples.size();
        double meanX = samples.stream().mapToDouble(Sample::seconds).average().orElse(0);
        double meanY = samples.stream().mapToDouble(Sample::rss).average().orElse(0);
        double above = 0;
        double below = 0;
        for (Sample sample : samples) {
            above += (sample.seconds() - meanX) * (sample.rss() - meanY);
            below += (sample.seconds() - meanX) * (sample.seconds() - meanX);
        }
        return n < 2 || below == 0 ? 0 : above / below * 60;
    }
}
