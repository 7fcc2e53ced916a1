package net.atrelay.load;

import java.util.Iterator;
import java.util.List;
import java.util.stream.LongStream;

/// What a population grows from: the same numbers give the same accounts in every process.
///
/// @param hosts how many hosts know the accounts
/// @param accounts how many accounts the relay knows
/// @param basePort the first host's port, the others following; 0 for any
/// @param records the most records a repo begins with; the least is a tenth of that
/// @param window events that are in the window from the beginning
record Realm(long seed, int hosts, long accounts, int basePort, int records, long window) {

    /// As words, for another process.
    List<String> words() {
        return LongStream.of(seed, hosts, accounts, basePort, records, window)
                .mapToObj(Long::toString)
                .toList();
    }

    static Realm of(Iterator<String> word) {
        return new Realm(
                Long.parseLong(word.next()),
                Integer.parseInt(word.next()),
                Long.parseLong(word.next()),
                Integer.parseInt(word.next()),
                Integer.parseInt(word.next()),
                Long.parseLong(word.next()));
    }
}
