package net.atrelay.atproto.stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.Arrays;
import java.util.HexFormat;
import net.atrelay.atproto.Mutations;
import net.atrelay.atproto.Seeds;
import org.junit.jupiter.api.Test;

class CanonicalRewriteTest {
    @Test
    void aFrameInBadFormIsReadAsTheOneItMeans() {
        Seeds.forEach(3_000, random -> {
            String name = "V" + (1 + random.nextInt(10));
            byte[] good =
                    FrameTree.golden(name).with("unknown", Fields.text("kept")).encode();
            byte[] bad = FrameTree.of(good).encodeBadly(random);
            MessageFrame expected = assertInstanceOf(MessageFrame.class, FrameDecoder.decode(good));
            MessageFrame decoded = assertInstanceOf(MessageFrame.class, FrameDecoder.decode(bad));
            assertArrayEquals(good, decoded.envelope().bytes());
            assertEquals(Arrays.equals(good, bad), decoded.canonical());
            assertEquals(
                    new Routed.Message(expected.type(), expected.hostSeq(), expected.did(), decoded.canonical()),
                    FrameRouter.peek(bad));
        });
    }

    @Test
    void aHeaderInTheOtherOrderIsTurned() {
        byte[] frame = GoldenFrames.frame("V4");
        byte[] turned = HexFormat.of().parseHex("a2" + "626f7001" + "617467" + "23636f6d6d6974");
        byte[] bad = Mutations.spliced(frame, 0, turned.length, turned);
        CommitFrame decoded = assertInstanceOf(CommitFrame.class, FrameDecoder.decode(bad));
        assertFalse(decoded.canonical());
        assertArrayEquals(frame, decoded.envelope().bytes());
    }

    @Test
    void duplicateKeysAreRefusedInAnyOrder() {
        byte[] bad = HexFormat.of().parseHex("a2626f7020" + "6174" + "6161" + "a3" + "616201" + "616101" + "616202");
        assertEquals(new CanonicalRewrite.Refused(FrameReason.FRAME_CBOR_INVALID), CanonicalRewrite.rewrite(bad));
        assertEquals(new Frame.Malformed(FrameReason.FRAME_CBOR_INVALID), FrameDecoder.decode(bad));
    }

    @Test
    void whatDrislCannotSayIsRefused() {
        byte[] bad = HexFormat.of().parseHex("bf626f7020ff" + "a1" + "6161" + "fb3ff0000000000000");
        assertEquals(new Frame.Malformed(FrameReason.PAYLOAD_NOT_DRISL), FrameDecoder.decode(bad));
    }
}
