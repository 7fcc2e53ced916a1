package net.atrelay.realnet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import net.atrelay.sim.FrameParts;
import net.atrelay.sim.LedgerCheck.Report;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The comparison of RealnetIT, on frames that two real PDSs announced: each planted fault is found, and no other.
class ComparisonTest {
    private static final List<Announced> RECORDED = recorded();
    /// Between the number and the date of `#account`: the key `time` and the date's length.
    private static final int DATE_AFTER_SEQ_BYTES = 5 + 2;

    private static final int DATE_BYTES = 24;

    private final Truth truth = new Truth();

    @Test
    void whatComesOutUnderNewDenseNumbersIsClean() {
        truth.passes(RECORDED);
        Report report = truth.compare(numbered(frames(RECORDED)));
        assertTrue(report.isClean(), report.toString());
        assertEquals(RECORDED.size(), report.matched());
    }

    @Test
    void missingFrameIsFound() {
        truth.passes(RECORDED);
        List<byte[]> out = frames(RECORDED);
        out.remove(5);
        assertEquals(onlyFault(1, 0, 0, 0, 0), faults(truth.compare(numbered(out))));
    }

    @Test
    void repeatedFrameIsFound() {
        truth.passes(RECORDED);
        List<byte[]> out = frames(RECORDED);
        out.add(6, out.get(5));
        assertEquals(onlyFault(0, 1, 0, 0, 0), faults(truth.compare(numbered(out))));
    }

    @Test
    void anyChangedByteIsFound() {
        truth.passes(RECORDED);
        int index = indexOf("#account");
        List<byte[]> out = numbered(frames(RECORDED));
        byte[] whole = out.get(index);
        int dateAt = FrameParts.of(whole).seqTo() + DATE_AFTER_SEQ_BYTES;
        for (int at = dateAt; at < dateAt + DATE_BYTES; at++) {
            byte[] changed = whole.clone();
            changed[at] ^= 1;
            out.set(index, changed);
            assertEquals(onlyFault(1, 0, 1, 0, 0), faults(truth.compare(out)), "byte " + at);
        }
    }

    @Test
    void framesOfOneAccountThatChangedPlacesAreFound() {
        truth.passes(RECORDED);
        List<byte[]> out = frames(RECORDED);
        Collections.swap(out, 0, 1);
        assertEquals(onlyFault(0, 0, 0, 1, 0), faults(truth.compare(numbered(out))));
    }

    @Test
    void framesOfTwoAccountsMayChangePlaces() {
        truth.passes(RECORDED);
        List<byte[]> out = frames(RECORDED);
        int last = out.size() - 1;
        assertFalse(RECORDED.get(last).did().equals(RECORDED.get(last - 1).did()));
        Collections.swap(out, last - 1, last);
        assertTrue(truth.compare(numbered(out)).isClean());
    }

    @Test
    void holeInTheNumbersIsFound() {
        truth.passes(RECORDED);
        List<byte[]> out = numbered(frames(RECORDED));
        int last = out.size() - 1;
        out.set(last, withSeq(out.get(last), last + 7));
        assertEquals(onlyFault(0, 0, 0, 0, 1), faults(truth.compare(out)));
    }

    @ParameterizedTest
    @EnumSource(Rule.class)
    void frameUnderARuleMustNotComeOutAsItWasAnnounced(Rule rule) {
        int index = indexOf(rule.type());
        truth.passes(RECORDED.subList(0, index));
        truth.falls(rule, List.of(RECORDED.get(index)));
        truth.passes(RECORDED.subList(index + 1, RECORDED.size()));
        assertFalse(truth.compare(numbered(frames(RECORDED))).isClean());
        assertTrue(truth.compare(numbered(afterRules(rule, index))).isClean());
        assertFalse(truth.unfired().contains(rule));
    }

    @Test
    void ruleIsNotAppliedToAnotherMessage() {
        List<Announced> account = List.of(RECORDED.get(indexOf("#account")));
        assertThrows(IllegalArgumentException.class, () -> truth.falls(Rule.OLD_HOST_COMMIT, account));
    }

    @Test
    void takenOutHandleLeavesAMessageThatReadsAsBefore() {
        byte[] whole = RECORDED.get(indexOf("#identity")).frame();
        byte[] without = Objects.requireNonNull(Rule.FOREIGN_IDENTITY.madeOf(whole));
        assertEquals("user0.test", new Payload(whole).text("handle"));
        assertNull(new Payload(without).text("handle"));
        assertEquals(FrameParts.of(whole).did(), FrameParts.of(without).did());
        assertEquals(new Payload(whole).text("time"), new Payload(without).text("time"));
    }

    private static List<byte[]> afterRules(Rule rule, int index) {
        List<byte[]> out = frames(RECORDED);
        byte[] made = rule.madeOf(out.get(index));
        if (made == null) {
            out.remove(index);
        } else {
            out.set(index, made);
        }
        return out;
    }

    /// Counts in the order missing, forbidden, unknown, disordered, holes.
    private static List<Long> onlyFault(long missing, long forbidden, long unknown, long disordered, long holes) {
        return List.of(missing, forbidden, unknown, disordered, holes);
    }

    private static List<Long> faults(Report report) {
        return onlyFault(report.missing(), report.forbidden(), report.unknown(), report.disordered(), report.holes());
    }

    private static int indexOf(String type) {
        for (int i = 0; i < RECORDED.size(); i++) {
            if (type.equals(RECORDED.get(i).parts().type())) {
                return i;
            }
        }
        throw new IllegalStateException("no " + type + " was recorded");
    }

    private static List<byte[]> frames(List<Announced> announced) {
        return new ArrayList<>(announced.stream().map(Announced::frame).toList());
    }

    /// The frames with numbers from 1, as a relay gives them.
    private static List<byte[]> numbered(List<byte[]> frames) {
        List<byte[]> out = new ArrayList<>();
        for (byte[] frame : frames) {
            out.add(withSeq(frame, out.size() + 1));
        }
        return out;
    }

    private static byte[] withSeq(byte[] frame, int seq) {
        FrameParts parts = FrameParts.of(frame);
        byte[] rest = parts.withoutSeq(frame);
        byte[] number = seq < 24 ? new byte[] {(byte) seq} : new byte[] {0x18, (byte) seq};
        byte[] out = new byte[rest.length + number.length];
        System.arraycopy(rest, 0, out, 0, parts.seqFrom());
        System.arraycopy(number, 0, out, parts.seqFrom(), number.length);
        System.arraycopy(rest, parts.seqFrom(), out, parts.seqFrom() + number.length, rest.length - parts.seqFrom());
        return out;
    }

    private static List<Announced> recorded() {
        try (InputStream in = Objects.requireNonNull(ComparisonTest.class.getResourceAsStream("recorded-frames.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split(" ", 2))
                    .map(words -> new Announced(words[0], Base64.getDecoder().decode(words[1])))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
