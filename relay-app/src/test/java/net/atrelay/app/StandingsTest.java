package net.atrelay.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.atrelay.ingest.CloseReason;
import net.atrelay.ingest.SkipReason;
import net.atrelay.store.host.HostJournal;
import net.atrelay.store.host.HostJournals;
import net.atrelay.store.host.HostRecord;
import net.atrelay.store.host.HostTable;
import net.atrelay.store.host.JournalNote;
import net.atrelay.store.host.JournalStage;
import net.atrelay.store.host.JournalView;
import net.atrelay.verify.core.Reason;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StandingsTest {
    private static final String HOST = "pds.example.com";
    private static final long ADDED = 1_000;

    private final Hosts hosts = new Hosts();
    private final Journals stored = new Journals();
    private final HostJournals journals = new HostJournals(10, 100);
    private final Standings standings = new Standings(hosts, stored, journals);

    @Test
    void aHostIsInGoodStandingSinceItWasAdded() {
        hosts.add(HOST, ADDED);
        assertEquals(ADDED, standings.goodSinceMicros(HOST));
    }

    @Test
    void nothingIsKnownOfAHostThatIsNotStoredYet() {
        note(JournalStage.VERIFY, Reason.SIGNATURE_INVALID, 2_000);
        assertNull(standings.goodSinceMicros(HOST));
        hosts.add(HOST, ADDED);
        assertEquals(2_000, standings.goodSinceMicros(HOST));
    }

    @Test
    void itBeginsAgainWithTheNewestFaultOfEitherStage() {
        hosts.add(HOST, ADDED);
        note(JournalStage.VERIFY, Reason.SIGNATURE_INVALID, 2_000);
        assertEquals(2_000, standings.goodSinceMicros(HOST));
        note(JournalStage.FRAME, SkipReason.MALFORMED_PAYLOAD, 3_000);
        assertEquals(3_000, standings.goodSinceMicros(HOST));
        note(JournalStage.VERIFY, Reason.SIGNATURE_INVALID, 4_000);
        assertEquals(4_000, standings.goodSinceMicros(HOST));
    }

    @Test
    void whatIsNoFaultOfItsFramesDoesNotCount() {
        hosts.add(HOST, ADDED);
        note(JournalStage.SOCKET, CloseReason.FRAME_UNDECODABLE, 2_000);
        note(JournalStage.FRAME, SkipReason.INFO_OUTDATED_CURSOR, 3_000);
        assertEquals(ADDED, standings.goodSinceMicros(HOST));
    }

    @Test
    void aFaultFromBeforeARestartCountsAndOneFromBeforeItWasAddedDoesNot() {
        hosts.add(HOST, ADDED);
        note(JournalStage.VERIFY, Reason.SIGNATURE_INVALID, 2_000);
        stored.put(journals.takeUnsaved());
        assertEquals(2_000, new Standings(hosts, stored, new HostJournals(10, 100)).goodSinceMicros(HOST));
        hosts.add(HOST, 5_000);
        assertEquals(5_000, new Standings(hosts, stored, new HostJournals(10, 100)).goodSinceMicros(HOST));
    }

    @Test
    void theTablesAreReadOnceForAHost() {
        hosts.add(HOST, ADDED);
        for (int i = 0; i < 100; i++) {
            standings.goodSinceMicros(HOST);
        }
        assertEquals(1, hosts.reads);
        assertEquals(1, stored.reads);
    }

    private void note(JournalStage stage, Enum<?> reason, long atMicros) {
        journals.note(HOST, new JournalNote(stage, reason, "refused", null, null), atMicros);
    }

    /// Stored journals in memory.
    private static final class Journals implements JournalView {
        private final Map<String, HostJournal> journals = new HashMap<>();
        private int reads;

        @Override
        public HostJournal of(String hostname) {
            reads++;
            return journals.getOrDefault(hostname, new HostJournal(hostname, List.of(), null));
        }

        void put(List<HostJournal> changed) {
            changed.forEach(journal -> journals.put(journal.hostname(), journal));
        }
    }

    /// Host records in memory.
    private static final class Hosts implements HostTable {
        private final Map<String, HostRecord> records = new HashMap<>();
        private int reads;

        void add(String host, long addedAtMicros) {
            put(new HostRecord(host, true, HostRecord.Status.ACTIVE, 0, null, addedAtMicros, null), false);
        }

        @Override
        public @Nullable HostRecord find(String hostname) {
            reads++;
            return records.get(hostname);
        }

        @Override
        public List<HostRecord> list(@Nullable String after, int limit) {
            return List.copyOf(records.values());
        }

        @Override
        public long accountCount(String hostname) {
            return 0;
        }

        @Override
        public void put(HostRecord host, boolean resetCursor) {
            records.put(host.hostname(), host);
        }

        @Override
        public void begin(String host, long epoch, long cursor) {
            throw new UnsupportedOperationException();
        }
    }
}
