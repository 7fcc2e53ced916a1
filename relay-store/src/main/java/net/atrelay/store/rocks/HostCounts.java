package net.atrelay.store.rocks;

import net.atrelay.store.Invariant;
import net.atrelay.store.account.CountedStatus;
import net.atrelay.store.account.HostAccountCounts;
import net.atrelay.store.record.UnreadableRecord;
import org.jspecify.annotations.Nullable;

/// The numbers of one host's accounts as they are stored, each 8 bytes, big-endian:
///
///     all accounts · one for each [CountedStatus] in the order of its constants · a day · accounts let in that day
///
/// The order of the constants is part of the format. A store that kept the first number alone is counted anew when it
/// is opened ([AccountIndexing]).
///
/// Owned by one thread.
final class HostCounts {
    private static final CountedStatus[] STATUSES = CountedStatus.values();
    private static final int FIRST_STATUS = 1;
    private static final int DAY = FIRST_STATUS + STATUSES.length;
    private static final int ADMITTED = DAY + 1;
    private static final int NUMBERS = ADMITTED + 1;

    private final long[] numbers = new long[NUMBERS];

    static HostCounts decode(byte @Nullable [] record) {
        HostCounts counts = new HostCounts();
        if (record == null) {
            return counts;
        }
        if (record.length != NUMBERS * Long.BYTES) {
            throw new UnreadableRecord(
                    "host counts: " + record.length + " bytes (expected: " + NUMBERS * Long.BYTES + ")");
        }
        for (int i = 0; i < NUMBERS; i++) {
            counts.numbers[i] = Keys.numberAt(record, i * Long.BYTES);
        }
        return counts;
    }

    byte[] encode() {
        byte[] record = new byte[NUMBERS * Long.BYTES];
        for (int i = 0; i < NUMBERS; i++) {
            Keys.putNumber(record, i * Long.BYTES, numbers[i]);
        }
        return record;
    }

    void add(CountedStatus status, long more) {
        int at = FIRST_STATUS + status.ordinal();
        numbers[0] += more;
        numbers[at] += more;
        Invariant.check(numbers[at] >= 0, "accounts of a host: negative (expected: at least 0)");
    }

    void admit(long day) {
        if (numbers[DAY] != day) {
            numbers[DAY] = day;
            numbers[ADMITTED] = 0;
        }
        numbers[ADMITTED]++;
    }

    long admittedOn(long day) {
        return numbers[DAY] == day ? numbers[ADMITTED] : 0;
    }

    HostAccountCounts counts() {
        return new HostAccountCounts(
                of(CountedStatus.ACTIVE),
                of(CountedStatus.DEACTIVATED),
                of(CountedStatus.SUSPENDED),
                of(CountedStatus.TAKENDOWN),
                of(CountedStatus.DELETED),
                of(CountedStatus.THROTTLED),
                of(CountedStatus.OTHER));
    }

    private long of(CountedStatus status) {
        return numbers[FIRST_STATUS + status.ordinal()];
    }
}
