package net.atrelay.atproto.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.HexFormat;
import java.util.function.Consumer;
import net.atrelay.atproto.Mutations;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Framing, control frames, and what is asked of `#sync`, `#identity` and `#account`.
class FrameDecoderTest {
    @ParameterizedTest
    @CsvSource({
        "'', FRAME_TRUNCATED",
        "a1, FRAME_TRUNCATED",
        "a1626f7020, FRAME_TRUNCATED",
        "a1626f7020 a0 00, FRAME_TRAILING_BYTES",
        "a1626f7020 a0 a0, FRAME_TRAILING_BYTES",
        "01 a0, FRAME_NOT_MAPS",
        "80 a0, FRAME_NOT_MAPS",
        "a1626f7020 80, FRAME_NOT_MAPS",
        "a1626f7005 f6, FRAME_NOT_MAPS",
        "a261746523696e666f626f7001 6161, FRAME_NOT_MAPS",
        "a0 a0, HEADER_OP",
        "a161746523696e666f a0, HEADER_OP",
        "a1626f706131 a0, HEADER_OP",
        "a1626f7001 a0, HEADER_TYPE",
        "a2617401626f7001 a0, HEADER_TYPE",
        "a1626f7020 a1, FRAME_TRUNCATED",
        "a1626f7020 ff, FRAME_CBOR_INVALID",
        "a1626f7020 a16161 1c, FRAME_CBOR_INVALID",
        "a1626f7020 a16161 6180, FRAME_CBOR_INVALID",
        "a2626f7020626f7020 a0, FRAME_CBOR_INVALID",
        "a1626f7020 a2656572726f726161656572726f726162, FRAME_CBOR_INVALID",
        "a1626f7020 a16161 f93c00, PAYLOAD_NOT_DRISL",
        "a1626f7020 a16161 f7, PAYLOAD_NOT_DRISL",
        "a1626f7020 a10100, PAYLOAD_NOT_DRISL",
        "a1626f7020 a16161 d82b00, PAYLOAD_NOT_DRISL",
        "a1626f7020 a16161 d82a4101, CID_FORM",
        "a261746523696e666f626f7001 a0, MISSING_FIELD"
    })
    void faultsAreNamed(String hex, FrameReason reason) {
        byte[] frame = bytes(hex);
        assertEquals(new Frame.Malformed(reason), FrameDecoder.decode(frame));
        assertEquals(new Routed.Malformed(reason), FrameRouter.peek(frame));
    }

    @Test
    void errorsHaveANameWhateverItIs() {
        assertFrame(new ErrorFrame("FutureCursor", null), "a1626f7020 a1656572726f726c467574757265437572736f72");
        assertFrame(new ErrorFrame("x", "y"), "a1626f7020 a2656572726f726178676d6573736167656179");
        assertFrame(new ErrorFrame("Unknown", null), "a1626f7020 a0");
        assertFrame(new ErrorFrame("x", null), "a1626f7020 a2656572726f726178676d657373616765f6");
        assertFrame(new ErrorFrame("Unknown", null), "a1626f7020 a1656572726f72a0");
    }

    @Test
    void infoIsNoMessageOfAnAccount() {
        assertFrame(
                new InfoFrame("OutdatedCursor", null),
                "a261746523696e666f626f7001 a1646e616d656e4f75746461746564437572736f72");
    }

    @Test
    void unknownOpsAndTypesAreNamed() {
        assertFrame(new Frame.UnknownOp(2), "a1626f7002 a0");
        assertFrame(new Frame.UnknownOp(0), "a1626f7000 a0");
        assertFrame(new Frame.UnknownType("#labels"), "a2617467236c6162656c73626f7001 a16373657101");
        assertFrame(new Frame.UnknownType(""), "a2617460626f7001 a0");
    }

    @Test
    void textsOfPeersAreCut() {
        String hex = "a1626f7020 a1656572726f727a000f4240" + "61".repeat(1_000_000);
        assertFrame(new ErrorFrame("a".repeat(256), null), hex);
    }

    @Test
    void unknownHeaderFieldsAreTolerated() {
        byte[] frame = GoldenFrames.frame("V1");
        byte[] header = bytes("a361746923" + "6964656e74697479" + "626f7001" + "6378787801");
        byte[] longer = Mutations.spliced(frame, 0, MessageType.IDENTITY.header.length, header);
        IdentityFrame identity = assertInstanceOf(IdentityFrame.class, FrameDecoder.decode(longer));
        assertEquals(101, identity.hostSeq());
    }

    @Test
    void framesAboveTheReceivedLimitAreRefused() {
        byte[] frame = new byte[FrameLimits.RECEIVED_BYTES_MAX + 1];
        assertEquals(new Frame.Malformed(FrameReason.FRAME_TOO_LARGE), FrameDecoder.decode(frame));
        assertEquals(new Routed.Malformed(FrameReason.FRAME_TOO_LARGE), FrameRouter.peek(frame));
        assertEquals(new CanonicalRewrite.Refused(FrameReason.FRAME_TOO_LARGE), CanonicalRewrite.rewrite(frame));
    }

    @Test
    void framesThatCouldNotBeSentOnAreRefused() {
        assertEquals(FrameReason.TOO_LARGE_TO_EMIT, reason("V1", f -> f.with("pad", Fields.bytes(2_097_152))));
        assertEquals(FrameReason.TOO_LARGE_TO_EMIT, reason("V4", f -> f.with("pad", Fields.bytes(2_097_152))));
        byte[] fits =
                FrameTree.golden("V4").with("pad", Fields.bytes(2_096_000)).encode();
        assertInstanceOf(CommitFrame.class, FrameDecoder.decode(fits));
    }

    @Test
    void aFaultOfTheFramingOutweighsOneOfThePayload() {
        byte[] frame =
                FrameTree.golden("V2").with("did", Fields.text("nonsense")).encode();
        assertEquals(new Frame.Malformed(FrameReason.DID_SYNTAX), FrameDecoder.decode(frame));
        byte[] trailing = Mutations.spliced(frame, frame.length, 0, new byte[1]);
        assertEquals(new Frame.Malformed(FrameReason.FRAME_TRAILING_BYTES), FrameDecoder.decode(trailing));
    }

    @ParameterizedTest
    @CsvSource({
        "V1, did",
        "V1, seq",
        "V1, time",
        "V2, did",
        "V2, seq",
        "V2, time",
        "V2, active",
        "V9, did",
        "V9, seq",
        "V9, time",
        "V9, rev",
        "V9, blocks"
    })
    void requiredFieldsMustBeThereAndOfTheirType(String frame, String field) {
        assertEquals(FrameReason.MISSING_FIELD, reason(frame, f -> f.without(field)));
        assertEquals(FrameReason.WRONG_TYPE, reason(frame, f -> f.with(field, Fields.nothing())));
        assertEquals(FrameReason.WRONG_TYPE, reason(frame, f -> f.with(field, Fields.emptyArray())));
    }

    @Test
    void seqIsPositiveAndBelowTwoToTheFiftyThree() {
        assertEquals(FrameReason.SEQ_RANGE, reason("V1", f -> f.with("seq", Fields.integer(0))));
        assertEquals(FrameReason.SEQ_RANGE, reason("V1", f -> f.with("seq", Fields.integer(-1))));
        assertEquals(FrameReason.SEQ_RANGE, reason("V1", f -> f.with("seq", Fields.integer(1L << 53))));
        byte[] highest = FrameTree.golden("V1")
                .with("seq", Fields.integer((1L << 53) - 1))
                .encode();
        assertEquals(
                (1L << 53) - 1,
                assertInstanceOf(MessageFrame.class, FrameDecoder.decode(highest))
                        .hostSeq());
    }

    @Test
    void identifiersMustHaveTheirSyntax() {
        assertEquals(FrameReason.DID_SYNTAX, reason("V9", f -> f.with("did", Fields.text("did:plc:"))));
        assertEquals(FrameReason.TID_SYNTAX, reason("V9", f -> f.with("rev", Fields.text("3mbd35en7422"))));
        assertEquals(FrameReason.DATETIME_SYNTAX, reason("V9", f -> f.with("time", Fields.text("yesterday"))));
        byte[] badTime =
                FrameTree.golden("V9").with("time", Fields.text("yesterday")).encode();
        SyncFrame lenient = assertInstanceOf(SyncFrame.class, FrameDecoder.decode(badTime, Strictness.LENIENT));
        assertEquals("yesterday", lenient.envelope().time());
    }

    @Test
    void blocksOfASyncEndAtTenThousandBytes() {
        assertEquals(FrameReason.BLOCKS_SIZE, reason("V9", f -> f.with("blocks", Fields.bytes(0))));
        assertEquals(FrameReason.BLOCKS_SIZE, reason("V9", f -> f.with("blocks", Fields.bytes(10_001))));
        byte[] largest =
                FrameTree.golden("V9").with("blocks", Fields.bytes(10_000)).encode();
        assertEquals(
                10_000,
                assertInstanceOf(SyncFrame.class, FrameDecoder.decode(largest)).blocksLength());
    }

    @Test
    void aHandleThatIsNoneCountsAsAbsent() {
        byte[] frame =
                FrameTree.golden("V1").with("handle", Fields.text("no handle")).encode();
        assertNull(assertInstanceOf(IdentityFrame.class, FrameDecoder.decode(frame))
                .handle());
        byte[] endless = FrameTree.golden("V1")
                .with("handle", Fields.text("a.".repeat(5_000)))
                .encode();
        assertNull(assertInstanceOf(IdentityFrame.class, FrameDecoder.decode(endless))
                .handle());
        assertEquals(FrameReason.WRONG_TYPE, reason("V1", f -> f.with("handle", Fields.integer(1))));
    }

    @Test
    void statusIsAnOpenSet() {
        byte[] frame = FrameTree.golden("V2")
                .with("status", Fields.text("never-heard-of"))
                .encode();
        assertEquals(
                "never-heard-of",
                assertInstanceOf(AccountFrame.class, FrameDecoder.decode(frame)).status());
        assertEquals(FrameReason.WRONG_TYPE, reason("V2", f -> f.with("status", Fields.nothing())));
    }

    private static FrameReason reason(String name, Consumer<FrameTree> change) {
        FrameTree tree = FrameTree.golden(name);
        change.accept(tree);
        return assertInstanceOf(Frame.Malformed.class, FrameDecoder.decode(tree.encode()))
                .reason();
    }

    private static void assertFrame(Frame expected, String hex) {
        byte[] frame = bytes(hex);
        assertEquals(expected, FrameDecoder.decode(frame));
        assertEquals(new Routed.Control(expected), FrameRouter.peek(frame));
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }
}
