package net.atrelay.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import net.atrelay.sim.repo.Dag;
import net.atrelay.sim.repo.Frames;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LedgerCheckTest {

    private final SimNetwork network = SimNetwork.start(WorldConfig.small(11, 2, 4));
    private final Account account = network.accounts().getFirst();

    @AfterEach
    void close() {
        network.close();
    }

    @Test
    void everyFrameOnceInOrderUnderDenseNumbersIsClean() {
        network.post(account);
        network.post(network.accounts().get(1));
        network.createAccount(network.hosts().getFirst());
        LedgerCheck.Report report = compare(due());
        assertTrue(report.isClean(), report.toString());
        assertEquals(6, report.matched());
    }

    @Test
    void frameThatDidNotComeOutIsMissing() {
        network.post(account);
        network.post(account);
        assertEquals(1, compare(due().subList(0, 1)).missing());
    }

    @Test
    void framesOfOneAccountInAnotherOrderAreDisordered() {
        network.post(account);
        network.post(account);
        List<byte[]> frames = due();
        Collections.swap(frames, 0, 1);
        assertEquals(1, compare(frames).disordered());
    }

    @Test
    void framesOfSeveralAccountsMayChangePlaces() {
        network.post(account);
        network.post(network.accounts().get(1));
        List<byte[]> frames = due();
        Collections.swap(frames, 0, 1);
        assertTrue(compare(frames).isClean());
    }

    @Test
    void frameThatComesOutTwiceIsForbidden() {
        network.post(account);
        List<byte[]> frames = due();
        frames.add(frames.getFirst());
        assertEquals(1, compare(frames).forbidden());
        assertEquals(1, compare(frames).repeated());
    }

    @Test
    void faultyFrameIsForbiddenAndItsDuplicateToo() {
        network.post(account);
        assertTrue(network.inject(Fault.BAD_SIGNATURE, account));
        assertTrue(network.inject(Fault.DUPLICATE, account));
        List<byte[]> all = new ArrayList<>();
        network.ledger().entries().forEach(entry -> all.add(entry.frame()));
        assertEquals(2, compare(all).forbidden());
        assertEquals(0, compare(all).repeated());
        assertEquals(new LedgerCheck.Outcome(1, 1, 1), compare(all).faults().get("BAD_SIGNATURE"));
        assertEquals(new LedgerCheck.Outcome(1, 0, 0), compare(due()).faults().get("BAD_SIGNATURE"));
        assertTrue(compare(due()).isClean());
    }

    @Test
    void changedByteMakesAFrameUnknownAndTheRealOneMissing() {
        network.post(account);
        List<byte[]> frames = due();
        frames.getFirst()[frames.getFirst().length - 1] ^= 1;
        LedgerCheck.Report report = compare(frames);
        assertEquals(1, report.unknown());
        assertEquals(1, report.missing());
    }

    @Test
    void holeInTheNumbersIsFound() {
        network.post(account);
        network.post(account);
        LedgerCheck check = new LedgerCheck();
        check.onFrame(renumbered(due().get(0), 10));
        check.onFrame(renumbered(due().get(1), 12));
        assertEquals(1, check.finish(network.ledger()).holes());
    }

    @Test
    void oddFrameMayComeOutInItsCanonicalFormOrNotAtAll() {
        assertTrue(network.inject(Fault.UNSORTED_KEYS, account));
        Ledger.Entry entry = network.ledger().entries().getFirst();
        assertTrue(compare(List.of(entry.frame())).isClean());
        assertTrue(compare(List.of()).isClean());
        assertFalse(compare(List.of(entry.frame(), entry.frame())).isClean());
    }

    @Test
    void aFrameThatNeedNotComeOutDoesNotStandForOneThatMust() {
        assertTrue(network.inject(Fault.UNSORTED_KEYS, account));
        network.post(account);
        List<Ledger.Entry> entries = network.ledger().entries();
        LedgerCheck check = new LedgerCheck();
        check.onFrame(renumbered(entries.get(0).frame(), 1));
        assertFalse(check.isComplete(network.ledger()));
        check.onFrame(renumbered(entries.get(1).frame(), 2));
        assertTrue(check.isComplete(network.ledger()));
    }

    @Test
    void aForgottenFrameIsKnownAgainAndMissedWhenItIsNotThere() {
        network.post(account);
        byte[] said = due().getFirst();
        network.ledger().forgetFrames();
        network.post(account);
        assertEquals(0, network.ledger().entries().getLast().frame().length);
        LedgerCheck.Report report = compare(List.of(said));
        assertEquals(1, report.matched());
        assertEquals(1, report.missing());
        assertTrue(report.examples().getFirst().startsWith("missing: #commit"), report.toString());
    }

    @Test
    void relaysOwnFrameIsUnknownUnlessAllowed() {
        byte[] own = Frames.account(account.did(), "deleted", SimClock.text(0)).at(1);
        assertEquals(1, compare(List.of(own)).unknown());
        network.ledger().allowSynthetic(account.did(), "#account");
        assertTrue(compare(List.of(own)).isClean());
    }

    private List<byte[]> due() {
        List<byte[]> frames = new ArrayList<>();
        network.ledger().entries().stream()
                .filter(entry -> entry.due() == Ledger.Due.MUST)
                .forEach(entry -> frames.add(entry.frame().clone()));
        return frames;
    }

    private LedgerCheck.Report compare(List<byte[]> frames) {
        LedgerCheck check = new LedgerCheck();
        long seq = 20_000_000_000L;
        for (byte[] frame : frames) {
            check.onFrame(renumbered(frame, seq++));
        }
        return check.finish(network.ledger());
    }

    private static byte[] renumbered(byte[] frame, long seq) {
        FrameParts parts = FrameParts.of(frame);
        return new Dag(frame.length + 8)
                .raw(frame, 0, parts.seqFrom())
                .integer(seq)
                .raw(frame, parts.seqTo(), frame.length - parts.seqTo())
                .toBytes();
    }
}
