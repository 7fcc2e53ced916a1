package net.atrelay.store.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import net.atrelay.atproto.syntax.Did;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HostJournalsTest {
    private static final Did DID = new Did("did:plc:ewvi7nxzyoun6zhxrhs64oiz");

    private enum Why {
        THIS,
        THAT
    }

    private final HostJournals journals = new HostJournals(3, 100);

    @Test
    void repeatedFaultIsOneLineThatCounts() {
        journals.note("a.net", new JournalNote(JournalStage.VERIFY, Why.THIS, "wrong", null, null), 1);
        journals.note("a.net", new JournalNote(JournalStage.VERIFY, Why.THAT, "other", null, null), 2);
        journals.note("a.net", new JournalNote(JournalStage.VERIFY, Why.THIS, "wrong", null, DID), 3);

        List<JournalEntry> entries = journals.of("a.net").entries();
        assertEquals(new JournalEntry(3, JournalStage.VERIFY, "THIS", "wrong", 2, null, DID), entries.getFirst());
        assertEquals(
                List.of("THIS", "THAT"),
                entries.stream().map(JournalEntry::reason).toList());
        assertEquals(List.of(), journals.of("b.net").entries());
    }

    @Test
    void whatAnotherProcessWroteTakesThePlaceOfAllAndIsNotStoredAgain() {
        journals.note("a.net", socket("refused"), 1);
        journals.note("a.net", socket("reset"), 2);
        JournalEntry line = new JournalEntry(9, JournalStage.FRAME, "THIS", "x", 3, null, null);
        journals.replace(new HostJournal("a.net", List.of(line), null));
        assertEquals(List.of(line), journals.of("a.net").entries());
        assertEquals(1, journals.lines());
        assertEquals(List.of(), journals.takeUnsaved());
    }

    @Test
    void floodOfOneStageLeavesTheLinesOfOthers() {
        journals.note("a.net", socket("refused"), 1);
        for (int i = 0; i < 1_000; i++) {
            journals.note("a.net", new JournalNote(JournalStage.VERIFY, Why.THIS, "rev " + i, null, null), 2 + i);
        }
        List<String> details = journals.of("a.net").entries().stream()
                .map(JournalEntry::detail)
                .toList();
        assertEquals(List.of("rev 999", "rev 998", "rev 997", "refused"), details);
        assertEquals(4, journals.lines());
    }

    @Test
    void theNewestLineOfAKindIsFoundBehindNewerOnesOfOthers() {
        assertEquals(null, journals.newest("a.net", _ -> true));
        journals.note("a.net", new JournalNote(JournalStage.VERIFY, Why.THIS, "old", null, null), 1);
        journals.note("a.net", new JournalNote(JournalStage.VERIFY, Why.THIS, "new", null, null), 2);
        journals.note("a.net", socket("refused"), 3);

        JournalEntry found = journals.newest("a.net", line -> line.stage() == JournalStage.VERIFY);
        assertEquals(new JournalEntry(2, JournalStage.VERIFY, "THIS", "new", 1, null, null), found);
        assertEquals(null, journals.newest("a.net", line -> line.stage() == JournalStage.FRAME));
    }

    @Test
    void frameIsHashedAtFirstAndThenNowAndThen() {
        byte[] frame = {1, 2, 3};
        journals.note("a.net", frameNote(frame), 0);
        // SHA-256 of 01 02 03.
        assertEquals("039058c6f2c0cb492c533b0a4d14ef77", newest().frameDigest());
        journals.note("a.net", frameNote(new byte[] {4}), 99_999);
        assertEquals("039058c6f2c0cb492c533b0a4d14ef77", newest().frameDigest());
        journals.note("a.net", frameNote(new byte[] {}), 100_000);
        // SHA-256 of nothing.
        assertEquals("e3b0c44298fc1c149afbf4c8996fb924", newest().frameDigest());
        assertEquals(3, newest().count());
    }

    @Test
    void detailIsBoundedAndPrintable() {
        journals.note("a.net", socket("\u001b[31m\r\né" + "x".repeat(5_000)), 1);
        String detail = newest().detail();
        assertTrue(detail.startsWith("\\u001b[31m\\u000d\\u000a\\u00e9xxx"), detail);
        assertEquals(JournalEntry.DETAIL_LENGTH_MAX, detail.length());
    }

    @Test
    void journalsOfHostsWithoutNewFaultsAreForgottenFirst() {
        for (int i = 0; i < 60; i++) {
            journals.note("host" + i + ".net", socket("one"), i);
            journals.note("host" + i + ".net", socket("two"), i);
            assertTrue(journals.lines() <= 100, "lines: " + journals.lines());
        }
        assertEquals(List.of(), journals.of("host0.net").entries());
        assertEquals(2, journals.of("host59.net").entries().size());
        int kept = 0;
        for (int i = 0; i < 60; i++) {
            kept += journals.of("host" + i + ".net").entries().size();
        }
        assertEquals(journals.lines(), kept);
    }

    @Test
    void whatChangedIsTakenOnceForTheStore() {
        journals.note("a.net", socket("one"), 1);
        journals.note("b.net", socket("one"), 1);
        assertNotNull(journals.takeUnsaved("a.net"));
        assertNull(journals.takeUnsaved("a.net"));
        assertEquals(List.of("b.net"), hostnames(journals.takeUnsaved()));
        assertEquals(List.of(), journals.takeUnsaved());
        journals.nextRetry("a.net", 7L);
        assertEquals(List.of(), journals.takeUnsaved());
        assertEquals(7L, journals.of("a.net").nextRetryAtMicros());
    }

    @Test
    void storedLinesComeBackAndAreNotUnsaved() {
        journals.note("a.net", socket("one"), 1);
        HostJournals next = new HostJournals(3, 100);
        next.restore(journals.of("a.net"));
        assertEquals(journals.of("a.net"), next.of("a.net"));
        assertEquals(1, next.lines());
        assertEquals(List.of(), next.takeUnsaved());
        next.note("a.net", socket("one"), 2);
        assertEquals(2, next.of("a.net").entries().getFirst().count());
    }

    @Test
    void notesOfManyThreadsAreAllCounted() throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            Why why = t % 2 == 0 ? Why.THIS : Why.THAT;
            threads.add(Thread.ofPlatform().start(() -> {
                for (int i = 0; i < 10_000; i++) {
                    journals.note("a.net", new JournalNote(JournalStage.VERIFY, why, "", null, null), i);
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(
                List.of(20_000L, 20_000L),
                journals.of("a.net").entries().stream().map(JournalEntry::count).toList());
        assertEquals(2, journals.lines());
    }

    private JournalEntry newest() {
        return journals.of("a.net").entries().getFirst();
    }

    private static JournalNote socket(String detail) {
        return new JournalNote(JournalStage.SOCKET, Why.THIS, detail, null, null);
    }

    private static JournalNote frameNote(byte @Nullable [] frame) {
        return new JournalNote(JournalStage.FRAME, Why.THIS, "", frame, null);
    }

    private static List<String> hostnames(List<HostJournal> journals) {
        return journals.stream().map(HostJournal::hostname).toList();
    }
}
