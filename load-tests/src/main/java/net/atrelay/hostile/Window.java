package net.atrelay.hostile;

import java.util.Iterator;
import java.util.List;
import java.util.stream.LongStream;

/// What was heard of the good host in one window.
///
/// @param events that it said
/// @param missing events that had not come out long after the last was said
/// @param p50Micros from the moment that an event was due to be said to the moment that a consumer had it; half of them
///     took no longer
/// @param p99Micros 99 of 100 took no longer
/// @param maxMicros the longest
record Window(long events, long missing, long p50Micros, long p99Micros, long maxMicros) {
    private static final int FIELDS = 5;

    /// As words, for another process.
    List<String> words() {
        return LongStream.of(events, missing, p50Micros, p99Micros, maxMicros)
                .mapToObj(Long::toString)
                .toList();
    }

    static Window of(String words) {
        Iterator<String> word = List.of(words.split(" ", FIELDS)).iterator();
        return new Window(
                Long.parseLong(word.next()),
                Long.parseLong(word.next()),
                Long.parseLong(word.next()),
                Long.parseLong(word.next()),
                Long.parseLong(word.next()));
    }
}
