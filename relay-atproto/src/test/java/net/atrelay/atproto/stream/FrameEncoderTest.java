package net.atrelay.atproto.stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.HexFormat;
import net.atrelay.atproto.syntax.Did;
import org.junit.jupiter.api.Test;

class FrameEncoderTest {
    private static final Did ACCOUNT = new Did("did:plc:abcdefghijklmnopqrstuvwx");

    @Test
    void fixedFramesHaveTheirKnownBytes() {
        assertHex(
                "a261746523696e666f626f7001a1646e616d656e4f75746461746564437572736f72", FrameEncoder.outdatedCursor());
        assertHex("a1626f7020a1656572726f726c467574757265437572736f72", FrameEncoder.error("FutureCursor", null));
        assertHex(
                "a1626f7020a1656572726f726f436f6e73756d6572546f6f536c6f77",
                FrameEncoder.error("ConsumerTooSlow", null));
        assertHex("a1626f7020a2656572726f726178676d6573736167656179", FrameEncoder.error("x", "y"));
    }

    @Test
    void messagesOfOurOwnAreThoseThatHostsSend() {
        assertArrayEquals(
                GoldenFrames.frame("V1"),
                FrameEncoder.identity(ACCOUNT, "2026-01-01T00:00:01.000Z", "alice.example.com")
                        .withSeq(101));
        assertArrayEquals(
                GoldenFrames.frame("V8"),
                FrameEncoder.identity(ACCOUNT, "2026-01-01T00:00:08.000Z", null).withSeq(108));
        assertArrayEquals(
                GoldenFrames.frame("V2"),
                FrameEncoder.account(ACCOUNT, "2026-01-01T00:00:02.000Z", true, null)
                        .withSeq(102));
    }

    @Test
    void headersAreTheKnownOnes() {
        assertHex("a2617467" + "23636f6d6d6974" + "626f7001", MessageType.COMMIT.header);
        assertHex("a2617465" + "2373796e63" + "626f7001", MessageType.SYNC.header);
        assertHex("a2617469" + "236964656e74697479" + "626f7001", MessageType.IDENTITY.header);
        assertHex("a2617468" + "236163636f756e74" + "626f7001", MessageType.ACCOUNT.header);
    }

    @Test
    void aReplacedHandleLeavesUnknownFieldsInPlace() {
        byte[] received = FrameTree.golden("V1").with("aa", Fields.text("kept")).encode();
        IdentityFrame frame = assertInstanceOf(IdentityFrame.class, FrameDecoder.decode(received));
        byte[] replaced = FrameEncoder.withHandle(frame, "bob.example.com").withSeq(7);
        assertArrayEquals(
                FrameTree.of(received)
                        .with("handle", Fields.text("bob.example.com"))
                        .with("seq", Fields.integer(7))
                        .encode(),
                replaced);
        byte[] dropped = FrameEncoder.withHandle(frame, null).withSeq(7);
        assertArrayEquals(
                FrameTree.of(received)
                        .without("handle")
                        .with("seq", Fields.integer(7))
                        .encode(),
                dropped);
        assertNull(assertInstanceOf(IdentityFrame.class, FrameDecoder.decode(dropped))
                .handle());
    }

    @Test
    void aReplacedStatusLeavesUnknownFieldsInPlace() {
        byte[] received =
                FrameTree.golden("V2").with("zzzzzzzzz", Fields.bytes(3)).encode();
        AccountFrame frame = assertInstanceOf(AccountFrame.class, FrameDecoder.decode(received));
        byte[] replaced = FrameEncoder.withStatus(frame, false, "takendown").withSeq(1L << 40);
        assertArrayEquals(
                FrameTree.of(received)
                        .with("active", Fields.bool(false))
                        .with("status", Fields.text("takendown"))
                        .with("seq", Fields.integer(1L << 40))
                        .encode(),
                replaced);
        AccountFrame again = assertInstanceOf(AccountFrame.class, FrameDecoder.decode(replaced));
        assertArrayEquals(
                FrameTree.of(received).with("seq", Fields.integer(9)).encode(),
                FrameEncoder.withStatus(again, true, null).withSeq(9));
    }

    private static void assertHex(String hex, byte[] bytes) {
        assertEquals(hex, HexFormat.of().formatHex(bytes));
    }
}
