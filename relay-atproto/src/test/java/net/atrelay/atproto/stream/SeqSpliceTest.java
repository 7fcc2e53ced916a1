package net.atrelay.atproto.stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import net.atrelay.atproto.Seeds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeqSpliceTest {
    @Test
    void onlySeqChanges() {
        Seeds.forEach(5_000, random -> {
            String name = "V" + (1 + random.nextInt(10));
            byte[] frame = GoldenFrames.frame(name);
            long seq = (random.nextLong() >>> (11 + random.nextInt(52))) + 1;
            MessageFrame before = assertInstanceOf(MessageFrame.class, FrameDecoder.decode(frame));
            byte[] spliced = before.envelope().encoded().withSeq(Math.min(seq, FrameLimits.SEQ_MAX));
            assertArrayEquals(
                    FrameTree.of(frame)
                            .with("seq", Fields.integer(Math.min(seq, FrameLimits.SEQ_MAX)))
                            .encode(),
                    spliced);
            MessageFrame after = assertInstanceOf(MessageFrame.class, FrameDecoder.decode(spliced));
            assertEquals(Math.min(seq, FrameLimits.SEQ_MAX), after.hostSeq());
            assertEquals(before.did(), after.did());
            assertEquals(before.envelope().time(), after.envelope().time());
            assertArrayEquals(frame, after.envelope().encoded().withSeq(before.hostSeq()));
        });
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 23, 24, 255, 256, 65_535, 65_536, 0xffff_ffffL, 0x1_0000_0000L, (1L << 53) - 1})
    void everyWidthIsTheShortest(long seq) {
        byte[] spliced = assertInstanceOf(MessageFrame.class, FrameDecoder.decode(GoldenFrames.frame("V6")))
                .envelope()
                .encoded()
                .withSeq(seq);
        MessageFrame decoded = assertInstanceOf(MessageFrame.class, FrameDecoder.decode(spliced));
        assertEquals(seq, decoded.hostSeq());
        assertEquals(true, decoded.canonical());
    }

    @Test
    void aSeqThatIsNoneIsAnError() {
        byte[] frame = GoldenFrames.frame("V1");
        assertThrows(IllegalArgumentException.class, () -> SeqSplice.splice(frame, 20, 2, 0));
        assertThrows(IllegalArgumentException.class, () -> SeqSplice.splice(frame, 20, 2, 1L << 53));
        assertThrows(IllegalArgumentException.class, () -> SeqSplice.splice(new byte[2_097_154], 20, 2, 1));
    }
}
