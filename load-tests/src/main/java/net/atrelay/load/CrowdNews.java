package net.atrelay.load;

import java.util.List;
import java.util.stream.LongStream;

/// How the crowd stands at a moment.
///
/// @param said events that hosts have said
/// @param speakers accounts that have spoken
/// @param heard events that have come out
/// @param outstanding said, but not come out yet
/// @param surplus come out, but never said, or twice
/// @param disordered come out before an earlier one of the same account
/// @param holes places where a seq was not the last one's plus one
/// @param p50Micros from saying to hearing, since it was last asked; half of the events took no longer
/// @param p99Micros 99 of 100 took no longer
/// @param maxMicros the longest
/// @param lookUps requests to the directory
/// @param hostsConnected hosts that somebody reads
/// @param firstAtNanos when the first event since the mark came out, on the clock of [System#nanoTime]; -1 for none
record CrowdNews(
        long said,
        long speakers,
        long heard,
        long outstanding,
        long surplus,
        long disordered,
        long holes,
        long p50Micros,
        long p99Micros,
        long maxMicros,
        long lookUps,
        long hostsConnected,
        long firstAtNanos) {

    /// As words, for another process.
    List<String> words() {
        return LongStream.of(
                        said,
                        speakers,
                        heard,
                        outstanding,
                        surplus,
                        disordered,
                        holes,
                        p50Micros,
                        p99Micros,
                        maxMicros,
                        lookUps,
                        hostsConnected,
                        firstAtNanos)
                .mapToObj(Long::toString)
                .toList();
    }

    static CrowdNews of(String words) {
        long[] numbers =
                List.of(words.split(" ")).stream().mapToLong(Long::parseLong).toArray();
        int at = 0;
        return new CrowdNews(
                numbers[at++],
                numbers[at++],
                numbers[at++],
                numbers[at++],
                numbers[at++],
                numbers[at++],
                numbers[at++],
                numbers[at++],
                numbers[at++],
                numbers[at++],
                numbers[at++],
                numbers[at++],
                numbers[at]);
    }

    /// Whether each event came out once, and all as they should.
    boolean isClean() {
        return outstanding == 0 && surplus == 0 && disordered == 0 && holes == 0;
    }
}
