package net.atrelay.atproto.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import net.atrelay.atproto.cbor.CborValue;
import net.atrelay.atproto.cid.Cid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is asked of the payload of a `#commit`: V4 creates a record, V5 updates it, V7 deletes one.
class CommitDecoderTest {
    private static final CborValue RAW_LINK =
            new CborValue.Link(Cid.ofRaw(new byte[] {1}).toBytes());

    @ParameterizedTest
    @ValueSource(
            strings = {"ops", "rev", "seq", "repo", "time", "blobs", "since", "blocks", "commit", "rebase", "tooBig"})
    void requiredFieldsMustBeThere(String field) {
        assertEquals(FrameReason.MISSING_FIELD, reason("V4", f -> f.without(field)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ops", "rev", "seq", "repo", "time", "blobs", "blocks", "commit", "rebase", "tooBig", "prevData"
            })
    void nullIsNoValueForThem(String field) {
        assertEquals(FrameReason.WRONG_TYPE, reason("V4", f -> f.with(field, Fields.nothing())));
    }

    @Test
    void sinceMayBeNullAndPrevDataMayBeAbsent() {
        CommitFrame commit = taken(
                "V4", Strictness.STRICT, f -> f.with("since", Fields.nothing()).without("prevData"));
        assertNull(commit.since());
        assertNull(commit.prevData());
    }

    @Test
    void oldHostsMayLeaveOutWhatIsDeprecated() {
        CommitFrame commit = taken(
                "V4",
                Strictness.LENIENT,
                f -> f.without("rebase").without("tooBig").without("blobs"));
        assertEquals(104, commit.hostSeq());
        assertEquals(
                104,
                taken("V4", Strictness.LENIENT, f -> f.with("blobs", Fields.nothing()))
                        .hostSeq());
        assertEquals(
                104,
                taken("V4", Strictness.LENIENT, f -> f.with("time", Fields.text("late")))
                        .hostSeq());
    }

    @Test
    void deprecatedFlagsAreKeptAsReceived() {
        CommitFrame commit = taken(
                "V4",
                Strictness.STRICT,
                f -> f.with("rebase", Fields.bool(true)).with("tooBig", Fields.bool(true)));
        assertTrue(commit.rebase());
        assertTrue(commit.tooBig());
    }

    @Test
    void unknownFieldsAndTheOldPrevAreTolerated() {
        assertEquals(
                104,
                taken("V4", Strictness.STRICT, f -> f.with("prev", Fields.nothing()))
                        .hostSeq());
        assertEquals(
                104,
                taken("V4", Strictness.STRICT, f -> f.with("fresh", Fields.text("x")))
                        .hostSeq());
        assertEquals(
                104,
                taken("V4", Strictness.STRICT, f -> f.withOp("fresh", Fields.text("x")))
                        .hostSeq());
    }

    @Test
    void blobsAreLinks() {
        assertEquals(FrameReason.WRONG_TYPE, reason("V4", f -> f.with("blobs", array(Fields.integer(1)))));
        assertEquals(
                104,
                taken("V4", Strictness.STRICT, f -> f.with("blobs", array(RAW_LINK)))
                        .hostSeq());
    }

    @Test
    void commitAndPrevDataAreDagCbor() {
        assertEquals(FrameReason.CID_FORM, reason("V4", f -> f.with("commit", RAW_LINK)));
        assertEquals(FrameReason.CID_FORM, reason("V4", f -> f.with("prevData", RAW_LINK)));
    }

    @Test
    void identifiersMustHaveTheirSyntax() {
        assertEquals(FrameReason.DID_SYNTAX, reason("V4", f -> f.with("repo", Fields.text("alice.example.com"))));
        assertEquals(FrameReason.TID_SYNTAX, reason("V4", f -> f.with("rev", Fields.text(""))));
        assertEquals(FrameReason.TID_SYNTAX, reason("V4", f -> f.with("since", Fields.text("zzzzzzzzzzzzz"))));
        assertEquals(FrameReason.DATETIME_SYNTAX, reason("V4", f -> f.with("time", Fields.text(""))));
    }

    @Test
    void blocksEndAtTwoMillionBytes() {
        assertEquals(FrameReason.BLOCKS_SIZE, reason("V4", f -> f.with("blocks", Fields.bytes(0))));
        assertEquals(FrameReason.BLOCKS_SIZE, reason("V4", f -> f.with("blocks", Fields.bytes(2_000_001))));
        CommitFrame largest = taken("V4", Strictness.STRICT, f -> f.with("blocks", Fields.bytes(2_000_000)));
        assertEquals(2_000_000, largest.blocksLength());
    }

    @Test
    void opsEndAtTwoHundred() {
        assertEquals(
                200,
                taken("V4", Strictness.STRICT, f -> f.with("ops", creates(f, 200)))
                        .ops()
                        .size());
        assertEquals(FrameReason.OPS_TOO_MANY, reason("V4", f -> f.with("ops", creates(f, 201))));
        assertEquals(
                0,
                taken("V4", Strictness.STRICT, f -> f.with("ops", Fields.emptyArray()))
                        .ops()
                        .size());
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 8, 9, 200})
    void aPathMayComeOnceOnly(int count) {
        assertEquals(FrameReason.OP_DUPLICATE_PATH, reason("V4", f -> {
            List<CborValue> ops = new ArrayList<>(creates(f, count).elements());
            ops.set(count - 1, ops.getFirst());
            f.with("ops", new CborValue.Array(ops));
        }));
    }

    @Test
    void anOpHasItsThreeFields() {
        for (String field : List.of("action", "path", "cid")) {
            assertEquals(FrameReason.MISSING_FIELD, reason("V4", f -> f.withoutOp(field)));
        }
        assertEquals(FrameReason.WRONG_TYPE, reason("V4", f -> f.with("ops", array(Fields.integer(1)))));
        assertEquals(FrameReason.WRONG_TYPE, reason("V4", f -> f.withOp("cid", Fields.text("x"))));
        assertEquals(FrameReason.WRONG_TYPE, reason("V5", f -> f.withOp("prev", Fields.nothing())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Create", "creat", "upsert"})
    void anActionIsOneOfThree(String action) {
        assertEquals(FrameReason.OP_ACTION, reason("V4", f -> f.withOp("action", Fields.text(action))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a.b.c", "a.b.c/d/e", "a.b/c", "a.b.c/é", "/", "a.b.c/.."})
    void aPathIsCollectionAndKey(String path) {
        assertEquals(FrameReason.OP_PATH, reason("V4", f -> f.withOp("path", Fields.text(path))));
    }

    @Test
    void cidAndPrevFitTheAction() {
        assertEquals(FrameReason.OP_SHAPE, reason("V4", f -> f.withOp("cid", Fields.nothing())));
        assertEquals(FrameReason.OP_SHAPE, reason("V4", f -> f.withOp("prev", RAW_LINK)));
        assertEquals(FrameReason.OP_SHAPE, reason("V5", f -> f.withOp("cid", Fields.nothing())));
        assertEquals(FrameReason.OP_SHAPE, reason("V5", f -> f.withoutOp("prev")));
        assertEquals(FrameReason.OP_SHAPE, reason("V7", f -> f.withOp("cid", RAW_LINK)));
        assertEquals(FrameReason.OP_SHAPE, reason("V7", f -> f.withoutOp("prev")));
    }

    @ParameterizedTest
    @CsvSource({"V5", "V7"})
    void oldHostsMayLeaveOutPrevOfAnOp(String name) {
        assertNull(taken(name, Strictness.LENIENT, f -> f.withoutOp("prev"))
                .ops()
                .getFirst()
                .prev());
    }

    private static CborValue array(CborValue element) {
        return new CborValue.Array(List.of(element));
    }

    private static CborValue.Array creates(FrameTree frame, int count) {
        List<CborValue> ops = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Map<String, CborValue> op = new HashMap<>(frame.op());
            op.put("path", Fields.text("com.example.note/" + i));
            ops.add(new CborValue.Fields(op));
        }
        return new CborValue.Array(ops);
    }

    private static FrameReason reason(String name, Consumer<FrameTree> change) {
        return assertInstanceOf(Frame.Malformed.class, decoded(name, Strictness.STRICT, change))
                .reason();
    }

    private static CommitFrame taken(String name, Strictness strictness, Consumer<FrameTree> change) {
        return assertInstanceOf(CommitFrame.class, decoded(name, strictness, change));
    }

    private static Frame decoded(String name, Strictness strictness, Consumer<FrameTree> change) {
        FrameTree tree = FrameTree.golden(name);
        change.accept(tree);
        return FrameDecoder.decode(tree.encode(), strictness);
    }
}
