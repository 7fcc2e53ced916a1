package net.atrelay.load;

/// A tenth of what was measured.
///
/// @param end the relay at its end
/// @param news of the crowd at its end; latencies are those of this part
/// @param events made durable in this part
/// @param cpuMicrosPerEvent processor time of the relay for each of them
/// @param perSecond events made durable in a second
record Part(Sample end, CrowdNews news, long events, double cpuMicrosPerEvent, double perSecond) {
    private static final double MICROS = 1e6;

    static Part of(Sample begin, Sample end, CrowdNews news) {
        long events = end.events() - begin.events();
        double micros = (end.cpuSeconds() - begin.cpuSeconds()) * MICROS;
        return new Part(
                end,
                news,
                events,
                micros / Math.max(1, events),
                events / Math.max(1e-3, end.seconds() - begin.seconds()));
    }
}
