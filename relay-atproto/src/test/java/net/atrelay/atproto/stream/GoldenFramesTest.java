package net.atrelay.atproto.stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.atrelay.atproto.car.CarRoots;
import net.atrelay.atproto.car.CarSlice;
import net.atrelay.atproto.cbor.Drisl;
import net.atrelay.atproto.cbor.Extent;
import net.atrelay.atproto.cid.Cid;
import net.atrelay.atproto.stream.RepoOp.Action;
import net.atrelay.atproto.syntax.Did;
import net.atrelay.atproto.syntax.Tid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoldenFramesTest {
    private static final Did ACCOUNT = new Did("did:plc:abcdefghijklmnopqrstuvwx");

    @ParameterizedTest
    @CsvSource({
        "V1, IDENTITY, 101", "V2, ACCOUNT, 102", "V3, COMMIT, 103", "V4, COMMIT, 104", "V5, COMMIT, 105",
        "V6, COMMIT, 106", "V7, COMMIT, 107", "V8, IDENTITY, 108", "V9, SYNC, 109", "V10, COMMIT, 110"
    })
    void everyFrameIsTakenAndWrittenAsTheSame(String name, MessageType type, long seq) {
        byte[] frame = GoldenFrames.frame(name);
        assertEquals(new Routed.Message(type, seq, ACCOUNT, true), FrameRouter.peek(frame));
        MessageFrame decoded = message(frame);
        assertEquals(type, decoded.type());
        assertEquals(seq, decoded.hostSeq());
        assertEquals(ACCOUNT, decoded.did());
        assertTrue(decoded.canonical());
        assertTrue(decoded.envelope().time().startsWith("2026-01-01T00:00:"));
        assertArrayEquals(frame, FrameTree.of(frame).encode());
        assertArrayEquals(frame, decoded.envelope().encoded().withSeq(seq));
    }

    @Test
    void identitiesHaveTheirHandles() {
        assertEquals(
                "alice.example.com",
                assertInstanceOf(IdentityFrame.class, message("V1")).handle());
        assertNull(assertInstanceOf(IdentityFrame.class, message("V8")).handle());
    }

    @Test
    void theAccountIsActiveWithoutStatus() {
        AccountFrame account = assertInstanceOf(AccountFrame.class, message("V2"));
        assertTrue(account.active());
        assertNull(account.status());
    }

    @Test
    void theFirstCommitHasNothingBeforeIt() {
        CommitFrame commit = commit("V3");
        assertNull(commit.since());
        assertNull(commit.prevData());
        assertEquals(List.of(), commit.ops());
        assertEquals(new Tid("3mbd356w3q227"), commit.rev());
        assertEquals(Cid.parse("bafyreiaf2vucmlqeumve3w6agklx2y25cdgx2edairo7ahrqt53xzsvuou"), commit.commit());
    }

    @Test
    void laterCommitsFollowOnEachOther() {
        assertEquals(commit("V4").rev(), commit("V5").since());
        assertEquals(
                Cid.parse("bafyreihaacp5mnebavxzjcwdqfhfl7hytlw2ba6nysplciluwlllvgzase"),
                commit("V5").prevData());
        RepoOp create = commit("V4").ops().getFirst();
        RepoOp update = commit("V5").ops().getFirst();
        RepoOp delete = commit("V7").ops().getFirst();
        assertEquals(Action.CREATE, create.action());
        assertEquals("com.example.note/3mbd5wj3bk22b", create.path());
        assertNull(create.prev());
        assertEquals(Action.UPDATE, update.action());
        assertEquals(create.cid(), update.prev());
        assertEquals(Action.DELETE, delete.action());
        assertNull(delete.cid());
        assertEquals(commit("V6").ops().getFirst().cid(), delete.prev());
        assertEquals(2, commit("V6").ops().size());
    }

    @ParameterizedTest
    @CsvSource({"V3", "V4", "V5", "V6", "V7", "V10"})
    void everyCommitsCarHoldsItsCommitAndItsRecords(String name) {
        CommitFrame commit = commit(name);
        CarSlice car = assertInstanceOf(
                CarSlice.class,
                CarSlice.parse(
                        commit.envelope().bytes(), commit.blocksOffset(), commit.blocksLength(), CarRoots.EXACTLY_ONE));
        assertEquals(commit.commit(), car.root());
        assertIsMap(car, commit.commit());
        for (RepoOp op : commit.ops()) {
            if (op.action() != Action.DELETE) {
                assertNotNull(op.cid());
                assertIsMap(car, op.cid());
            }
        }
    }

    @Test
    void theSyncsCarHoldsItsCommitAlone() {
        SyncFrame sync = assertInstanceOf(SyncFrame.class, message("V9"));
        CarSlice car = assertInstanceOf(
                CarSlice.class,
                CarSlice.parse(
                        sync.envelope().bytes(), sync.blocksOffset(), sync.blocksLength(), CarRoots.EXACTLY_ONE));
        assertEquals(Cid.parse("bafyreibblxdp4q6kacg3xl5gfl5rhb2qxecs7iuhvipjf4pjojz3xwuhxy"), car.root());
        assertEquals(1, car.blockCount());
    }

    private static void assertIsMap(CarSlice car, Cid cid) {
        long block = car.find(cid);
        assertTrue(block != CarSlice.ABSENT, () -> "no block " + cid);
        assertTrue(Drisl.isValidMap(car.bytes(), Extent.offset(block), Extent.length(block)));
    }

    private static CommitFrame commit(String name) {
        return assertInstanceOf(CommitFrame.class, message(name));
    }

    private static MessageFrame message(String name) {
        return message(GoldenFrames.frame(name));
    }

    private static MessageFrame message(byte[] frame) {
        return assertInstanceOf(MessageFrame.class, FrameDecoder.decode(frame));
    }
}
