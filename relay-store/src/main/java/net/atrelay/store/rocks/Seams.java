package net.atrelay.store.rocks;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.rocksdb.LiveFileMetaData;

/// Looks for a hole in the log where one may be after files of the database were lost or are older than others: between
/// its table files. Each holds the events of a stretch of seqs, and when the database has just been opened all events
/// are in table files. So only the first seq and the one behind each file are looked up, where no file begins with
/// them.
final class Seams {
    private Seams() {}

    /// The lowest seq of the window that a lost file held; null when nothing is missing.
    static @Nullable Long firstMissing(Database database, SeqWindow window) {
        List<LiveFileMetaData> tables = database.tables(Family.EVENTS);
        Set<Long> begins = new HashSet<>();
        tables.forEach(table -> begins.add(Keys.numberAt(table.smallestKey(), 0)));
        Stream<Long> ends = tables.stream().map(table -> Keys.numberAt(table.largestKey(), 0) + 1);
        return Stream.concat(Stream.of(window.first()), ends)
                .map(seq -> Math.max(seq, window.first()))
                .filter(seq -> seq < window.next() && !begins.contains(seq))
                .sorted()
                .filter(seq -> database.get(Family.EVENTS, Keys.number(seq)) == null)
                .findFirst()
                .orElse(null);
    }
}
