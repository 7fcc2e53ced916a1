package net.atrelay.atproto.stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.Random;
import net.atrelay.atproto.Mutations;
import net.atrelay.atproto.Seeds;
import net.atrelay.atproto.cbor.RandomCbor;
import net.atrelay.atproto.stream.FrameReason.Severity;
import org.junit.jupiter.api.Test;

class FrameFuzzTest {
    private static final int RUNS = 20_000;

    @Test
    void damagedFramesAreTakenOnlyInCanonicalForm() {
        Seeds.forEach(RUNS, random -> assertConsistent(Mutations.damaged(someFrame(random), random)));
    }

    @Test
    void noiseIsNeverAMessage() {
        Seeds.forEach(RUNS, random -> {
            byte[] noise = new byte[random.nextInt(200)];
            random.nextBytes(noise);
            assertConsistent(noise);
        });
    }

    @Test
    void framesWithRandomFieldsAreJudgedTheSameByBothReaders() {
        Seeds.forEach(RUNS, random -> {
            FrameTree tree = FrameTree.of(someFrame(random));
            Object[] keys = tree.payload.keySet().toArray();
            tree.with(String.valueOf(keys[random.nextInt(keys.length)]), RandomCbor.value(random, 3));
            assertConsistent(tree.encode());
        });
    }

    private static byte[] someFrame(Random random) {
        byte[] frame = GoldenFrames.frame("V" + (1 + random.nextInt(10)));
        return random.nextInt(4) == 0 ? FrameTree.of(frame).encodeBadly(random) : frame;
    }

    private static void assertConsistent(byte[] frame) {
        Frame decoded = FrameDecoder.decode(frame);
        Routed routed = FrameRouter.peek(frame);
        switch (decoded) {
            case MessageFrame message -> {
                assertEquals(
                        new Routed.Message(message.type(), message.hostSeq(), message.did(), message.canonical()),
                        routed);
                assertTaken(frame, message);
            }
            case Frame.Malformed(FrameReason reason) -> assertSameSeverity(reason, routed);
            case InfoFrame _, ErrorFrame _, Frame.UnknownType _, Frame.UnknownOp _ ->
                assertEquals(new Routed.Control(decoded), routed);
        }
    }

    private static void assertTaken(byte[] frame, MessageFrame message) {
        byte[] bytes = message.envelope().bytes();
        assertArrayEquals(FrameTree.of(frame).encode(), bytes);
        assertArrayEquals(bytes, message.envelope().encoded().withSeq(message.hostSeq()));
        if (message.canonical()) {
            assertSame(frame, bytes);
        }
        switch (message) {
            case IdentityFrame identity
            when identity.handle() != null ->
                assertArrayEquals(
                        bytes,
                        FrameEncoder.withHandle(identity, identity.handle()).withSeq(identity.hostSeq()));
            case AccountFrame account ->
                assertInstanceOf(
                        AccountFrame.class,
                        FrameDecoder.decode(FrameEncoder.withStatus(account, true, "takendown")
                                .bytes()));
            case IdentityFrame _, CommitFrame _, SyncFrame _ -> {}
        }
    }

    /// The router passes frames on whose own fields are wrong, but sees every fault of the framing.
    private static void assertSameSeverity(FrameReason reason, Routed routed) {
        boolean routerSeesFraming =
                routed instanceof Routed.Malformed(FrameReason found) && found.severity() == Severity.FRAMING;
        assertEquals(reason.severity() == Severity.FRAMING, routerSeesFraming, () -> reason + " " + routed);
    }
}
