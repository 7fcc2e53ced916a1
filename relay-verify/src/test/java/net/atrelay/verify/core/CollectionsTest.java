package net.atrelay.verify.core;

import static net.atrelay.verify.core.Verdicts.assertAccepted;
import static net.atrelay.verify.core.Verdicts.assertDropped;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.atrelay.atproto.cid.Cid;
import net.atrelay.atproto.repo.CollectionSet;
import net.atrelay.atproto.stream.FrameDecoder;
import net.atrelay.atproto.stream.Strictness;
import net.atrelay.store.bus.RawFrame;
import org.junit.jupiter.api.Test;

/// What the fold knows of the collections of a repo: what accepted commits show of it.
class CollectionsTest {
    private static final String NOTE = "com.example.note";
    private static final String LIKE = "com.example.like";

    private final FoldFixture account = FoldFixture.known();

    private List<String> known() {
        return account.state.collections().names();
    }

    private TestCommit put(String collection, String text) {
        return account.repo.putAt(collection + "/3aaa", text);
    }

    private TestCommit delete(String collection) {
        return account.repo.putAt(collection + "/3aaa", null);
    }

    @Test
    void aFirstRecordBringsItsCollectionAndTheLastTakesItAway() {
        assertAccepted(account.commit(account.repo.commit()));
        assertEquals(List.of(), known());
        assertAccepted(account.commit(put(NOTE, "one")));
        assertAccepted(account.commit(account.repo.put("3bbb", "two")));
        assertAccepted(account.commit(put(LIKE, "three")));
        assertEquals(List.of(LIKE, NOTE), known());
        assertAccepted(account.commit(delete(NOTE)));
        assertEquals(List.of(LIKE, NOTE), known());
        assertAccepted(account.commit(account.repo.put("3bbb", null)));
        assertEquals(List.of(LIKE), known());
        assertAccepted(account.commit(delete(LIKE)));
        assertEquals(List.of(), known());
    }

    @Test
    void aCommitThatIsDroppedTeachesNothing() {
        assertAccepted(account.commit(put(NOTE, "one")));
        TestCommit bogus = put(LIKE, "two");
        bogus.prevData = Cid.ofDagCbor(new byte[] {(byte) 0xa0});
        assertDropped(Reason.INVERSION_FAILED, account.commit(bogus));
        assertEquals(List.of(NOTE), known());
    }

    @Test
    void whatALenientHostCannotProveIsTakenFromTheSignedTree() {
        account.policy = Strictness.LENIENT;
        assertAccepted(account.commit(put(NOTE, "one")));
        TestCommit legacy = put(LIKE, "two");
        legacy.prevData = null;
        assertAccepted(account.commit(legacy), Reason.PREVIOUS_MISSING);
        assertEquals(List.of(LIKE, NOTE), known());
    }

    /// A `#sync` names another tree and shows nothing of it; the next commit does.
    @Test
    void afterASyncWhatWasKnownStaysUntilACommitShowsOtherwise() {
        assertAccepted(account.commit(put(NOTE, "one")));
        delete(NOTE);
        assertAccepted(account.sync(put(LIKE, "two")));
        assertEquals(List.of(NOTE), known());
        assertAccepted(account.commit(account.repo.putAt("com.example.other/3aaa", "three")));
        assertEquals(List.of(LIKE, "com.example.other"), known());
    }

    @Test
    void afterABreakOfTheChainTheNewTreeDecides() {
        assertAccepted(account.commit(put(NOTE, "one")));
        delete(NOTE);
        assertAccepted(account.commit(put(LIKE, "two")), Reason.CHAIN_BROKEN, Reason.SINCE_DIFFERS);
        assertEquals(List.of(LIKE), known());
    }

    @Test
    void aDeletedAccountHasNone() {
        assertAccepted(account.commit(put(NOTE, "one")));
        assertAccepted(account.from(FoldFixture.HOST, FoldFixture.account(false, "deactivated")));
        assertEquals(List.of(NOTE), known());
        assertAccepted(account.from(FoldFixture.HOST, FoldFixture.account(false, "deleted")));
        assertEquals(List.of(), known());
        assertAccepted(account.from(FoldFixture.HOST, FoldFixture.account(true, null)));
        assertAccepted(account.commit(put(LIKE, "two")));
        assertEquals(List.of(LIKE, NOTE), known());
    }

    @Test
    void namesTakeUpSoMuchRoomAndThoseThatAreKnownKeepTheirs() {
        int many = account.context.collectionNamesBytesMax() / 21;
        for (int i = 10; i < 10 + many; i++) {
            assertAccepted(account.commit(put("com.example.coll.n" + i, "text")));
        }
        CollectionSet full = account.state.collections();
        assertEquals(many, full.names().size());
        assertAccepted(account.commit(put("com.example.one.more", "text")), Reason.COLLECTIONS_OVER_LIMIT);
        assertEquals(full, account.state.collections());
        assertAccepted(account.commit(delete("com.example.coll.n10")));
        assertEquals(many, known().size());
        assertTrue(known().contains("com.example.one.more"), "there is room for it now");
    }

    @Test
    void withoutRoomNoneAreKnown() {
        FoldContext without = new FoldContext(new TestProofs(() -> {}), 0, FoldFixture.FORCED_GAP_MICROS);
        RawFrame raw = account.rawFrom(FoldFixture.HOST, put(NOTE, "one").commitFrame(1));
        Input input = new Input.FrameInput(
                raw, FrameDecoder.decode(raw.bytes()), account.policy, Input.Tried.NOTHING, account.now);
        Step step = AccountFold.step(account.state, input, without);
        assertAccepted(step);
        assertEquals(CollectionSet.NONE, step.next().collections());
    }
}
