package net.atrelay.fuzz;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.atrelay.atproto.stream.AccountFrame;
import net.atrelay.atproto.stream.CommitFrame;
import net.atrelay.atproto.stream.ErrorFrame;
import net.atrelay.atproto.stream.Frame;
import net.atrelay.atproto.stream.FrameDecoder;
import net.atrelay.atproto.stream.FrameEncoder;
import net.atrelay.atproto.stream.FrameReason;
import net.atrelay.atproto.stream.FrameReason.Severity;
import net.atrelay.atproto.stream.FrameRouter;
import net.atrelay.atproto.stream.IdentityFrame;
import net.atrelay.atproto.stream.InfoFrame;
import net.atrelay.atproto.stream.MessageFrame;
import net.atrelay.atproto.stream.Routed;
import net.atrelay.atproto.stream.Strictness;
import net.atrelay.atproto.stream.SyncFrame;
import net.atrelay.sim.FrameParts;

/// Frames of hosts: what ingest and verify see in one, and what is sent on of it.
final class FrameTargets {
    private static final long[] SEQS = {1, 23, 24, 255, 256, 65_535, 65_536, 1L << 32, (1L << 53) - 1};

    private FrameTargets() {}

    static List<FuzzTarget> all() {
        return List.of(
                new FuzzTarget("frame", SampleFrames.all(), FrameTargets::bothReadersAgree),
                new FuzzTarget("frame-seq", SampleFrames.all(), FrameTargets::onlyTheSeqChanges),
                new FuzzTarget("frame-rewrite", SampleFrames.all(), FrameTargets::otherFieldsAreKept),
                new FuzzTarget("frame-lenient", SampleFrames.all(), FrameTargets::whatIsStrictIsLenient));
    }

    private static void bothReadersAgree(byte[] input) {
        Frame decoded = FrameDecoder.decode(input);
        Routed routed = FrameRouter.peek(input);
        switch (decoded) {
            case MessageFrame message ->
                assertEquals(
                        new Routed.Message(message.type(), message.hostSeq(), message.did(), message.canonical()),
                        routed);
            case Frame.Malformed(FrameReason reason) -> {
                boolean sees =
                        routed instanceof Routed.Malformed(FrameReason found) && found.severity() == Severity.FRAMING;
                assertEquals(reason.severity() == Severity.FRAMING, sees, () -> reason + " " + routed);
            }
            case InfoFrame _, ErrorFrame _, Frame.UnknownType _, Frame.UnknownOp _ ->
                assertEquals(new Routed.Control(decoded), routed);
        }
    }

    /// A frame that is sent on is the one that came but for its seq, and is understood as it was.
    private static void onlyTheSeqChanges(byte[] input) {
        if (!(FrameDecoder.decode(input) instanceof MessageFrame message)) {
            return;
        }
        byte[] bytes = message.envelope().bytes();
        if (message.canonical()) {
            assertArrayEquals(input, bytes);
        }
        FrameParts parts = FrameParts.of(bytes);
        assertEquals(message.did().value(), parts.did());
        assertEquals(message.hostSeq(), parts.seq());
        for (long seq : SEQS) {
            byte[] sent = message.envelope().encoded().withSeq(seq);
            FrameParts sentParts = FrameParts.of(sent);
            assertEquals(seq, sentParts.seq());
            assertArrayEquals(parts.withoutSeq(bytes), sentParts.withoutSeq(sent));
            MessageFrame read = assertInstanceOf(MessageFrame.class, FrameDecoder.decode(sent));
            assertTrue(read.canonical());
            assertEquals(message.did(), read.did());
        }
    }

    /// Another handle or status leaves every other field as it was.
    private static void otherFieldsAreKept(byte[] input) {
        switch (FrameDecoder.decode(input)) {
            case IdentityFrame identity -> {
                byte[] without = FrameEncoder.withHandle(identity, null).withSeq(identity.hostSeq());
                IdentityFrame read = assertInstanceOf(IdentityFrame.class, FrameDecoder.decode(without));
                assertEquals(null, read.handle());
                // One that is no handle counts as none, and is left out for good.
                if (identity.handle() != null) {
                    byte[] back =
                            FrameEncoder.withHandle(read, identity.handle()).withSeq(identity.hostSeq());
                    assertArrayEquals(identity.envelope().bytes(), back);
                }
            }
            case AccountFrame account -> {
                byte[] other =
                        FrameEncoder.withStatus(account, false, "takendown").withSeq(account.hostSeq());
                AccountFrame read = assertInstanceOf(AccountFrame.class, FrameDecoder.decode(other));
                assertEquals("takendown", read.status());
                byte[] back = FrameEncoder.withStatus(read, account.active(), account.status())
                        .withSeq(account.hostSeq());
                assertArrayEquals(account.envelope().bytes(), back);
            }
            default -> {}
        }
    }

    private static void whatIsStrictIsLenient(byte[] input) {
        Frame lenient = FrameDecoder.decode(input, Strictness.LENIENT);
        if (FrameDecoder.decode(input) instanceof MessageFrame strict) {
            MessageFrame other = assertInstanceOf(strict.getClass(), lenient);
            assertArrayEquals(strict.envelope().bytes(), other.envelope().bytes());
        }
        if (lenient instanceof CommitFrame commit) {
            assertNotNull(commit.rev());
            assertTrue(commit.blocksOffset() + commit.blocksLength()
                    <= commit.envelope().bytes().length);
        } else if (lenient instanceof SyncFrame sync) {
            assertTrue(
                    sync.blocksOffset() + sync.blocksLength() <= sync.envelope().bytes().length);
        }
    }
}
