package net.atrelay.atproto.stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class WithheldTest {
    @Test
    void anythingButAnIdentityIsReplacedByTheAccountsStatusUnderTheSameSeq() {
        GoldenFrames.ALL.forEach((name, frame) -> {
            MessageFrame original = assertInstanceOf(MessageFrame.class, FrameDecoder.decode(frame), name);
            byte[] shown = Withheld.standIn(frame, "takendown");
            if (original instanceof IdentityFrame) {
                assertArrayEquals(frame, shown, name);
                return;
            }
            AccountFrame standIn = assertInstanceOf(AccountFrame.class, FrameDecoder.decode(shown), name);
            assertEquals(original.hostSeq(), standIn.hostSeq(), name);
            assertEquals(original.did(), standIn.did(), name);
            assertEquals(original.envelope().time(), standIn.envelope().time(), name);
            assertEquals(false, standIn.active(), name);
            assertEquals("takendown", standIn.status(), name);
        });
    }

    @Test
    void nothingOfTheContentIsLeft() {
        byte[] frame = GoldenFrames.frame("V3");
        AccountFrame standIn =
                assertInstanceOf(AccountFrame.class, FrameDecoder.decode(Withheld.standIn(frame, "suspended")));
        assertArrayEquals(
                FrameEncoder.account(standIn.did(), standIn.envelope().time(), false, "suspended")
                        .withSeq(standIn.hostSeq()),
                Withheld.standIn(frame, "suspended"));
    }

    @Test
    void whatIsNoMessageHasNoStandIn() {
        byte[] info = FrameEncoder.outdatedCursor();
        assertThrows(IllegalArgumentException.class, () -> Withheld.standIn(info, "takendown"));
        assertThrows(IllegalArgumentException.class, () -> Withheld.standIn(new byte[] {1}, "takendown"));
    }
}
