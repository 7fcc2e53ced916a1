package net.atrelay.bench;

import java.util.Iterator;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/// What came of events that were due at an even rate. Times are from the moment an event was due to be said by its
/// host, whether it was or not, to the moment that a consumer had it.
///
/// @param silenceMicros longest time without an event
public record Course(
        double perSecond,
        long events,
        long p50Micros,
        long p90Micros,
        long p99Micros,
        long maxMicros,
        long silenceMicros) {
    static Course of(double perSecond, Histogram micros, long silenceMicros) {
        return new Course(
                perSecond,
                micros.getTotalCount(),
                micros.getValueAtPercentile(50),
                micros.getValueAtPercentile(90),
                micros.getValueAtPercentile(99),
                micros.getMaxValue(),
                silenceMicros);
    }

    /// The course of such words.
    static Course of(List<String> words) {
        Iterator<String> word = words.iterator();
        return new Course(
                Double.parseDouble(word.next()),
                Long.parseLong(word.next()),
                Long.parseLong(word.next()),
                Long.parseLong(word.next()),
                Long.parseLong(word.next()),
                Long.parseLong(word.next()),
                Long.parseLong(word.next()));
    }

    /// This course as words, for another process.
    List<String> words() {
        return Stream.concat(
                        Stream.of(Double.toString(perSecond)),
                        LongStream.of(events, p50Micros, p90Micros, p99Micros, maxMicros, silenceMicros)
                                .mapToObj(Long::toString))
                .toList();
    }
}
