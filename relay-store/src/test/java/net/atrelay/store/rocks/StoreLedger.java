package net.atrelay.store.rocks;

import static net.atrelay.store.rocks.StoreFixture.BASE;
import static net.atrelay.store.rocks.StoreFixture.payloadIn;
import static net.atrelay.store.rocks.StoreFixture.readFrom;
import static net.atrelay.store.rocks.StoreFixture.seqIn;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.atrelay.store.account.AccountState;
import net.atrelay.store.account.HostMark;
import net.atrelay.store.host.HostRecord;

/// What processes that are gone have promised of a directory ([CrashPointWriter]), and whether it was kept: all
/// that was acknowledged or published is there, each seq with the bytes that it was given with, dense, and states
/// as new as the events.
final class StoreLedger {
    private final String where;
    /// What consumers have seen, by seq.
    private final Map<Long, Long> published = new TreeMap<>();

    private long acknowledged = BASE - 1;

    /// @param where for messages
    StoreLedger(String where) {
        this.where = where;
    }

    /// Takes down a line that a writer has said.
    void hear(String line) {
        String[] words = line.split(" ", -1);
        if (words[0].equals("PUB") && words.length == 3) {
            published.put(Long.parseLong(words[1]), Long.parseLong(words[2]));
        } else if (words[0].equals("ACK") && words.length == 2) {
            acknowledged = Math.max(acknowledged, Long.parseLong(words[1]));
        }
    }

    void check(RocksStore store) {
        long first = store.log().firstSeq();
        long tip = store.log().tip();
        assertTrue(tip >= acknowledged, () -> where + ": acknowledged " + acknowledged + ", tip " + tip);
        List<byte[]> frames = readFrom(store, first);
        assertEquals(tip - first + 1, frames.size(), where);
        for (int i = 0; i < frames.size(); i++) {
            long seq = first + i;
            assertEquals(seq, seqIn(frames.get(i)), where);
            assertEquals(seq - BASE, payloadIn(frames.get(i)) % CrashPointWriter.LIFE, where);
            Long seen = published.get(seq);
            assertTrue(seen == null || seen == payloadIn(frames.get(i)), () -> where + ": other bytes under " + seq);
            published.put(seq, payloadIn(frames.get(i)));
        }
        long newestSeen =
                published.keySet().stream().mapToLong(Long::longValue).max().orElse(BASE - 1);
        assertTrue(tip >= newestSeen, () -> where + ": published " + newestSeen + ", tip " + tip);
        checkStates(store, tip - BASE);
    }

    /// One atomic write: states and the host's cursor are exactly as new as the newest event.
    private void checkStates(RocksStore store, long newest) {
        for (long number = Math.max(0, newest - CrashPointWriter.ACCOUNTS + 1); number <= newest; number++) {
            AccountState state = store.accounts().find(CrashPointWriter.account(number));
            assertNotNull(state, where);
            assertEquals(List.of(new HostMark(CrashPointWriter.HOST, 0, number)), state.marks(), where);
        }
        HostRecord host = store.hosts().find(CrashPointWriter.HOST);
        if (host != null && newest >= 0) {
            assertEquals(newest, host.cursor(), where);
        }
    }
}
