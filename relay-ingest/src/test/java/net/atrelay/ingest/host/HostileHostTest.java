package net.atrelay.ingest.host;

import static net.atrelay.ingest.host.TestFrames.identity;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import net.atrelay.ingest.CloseReason;
import net.atrelay.store.bus.RawFrame;
import net.atrelay.store.host.HostRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Each way to waste a relay's time or memory ends with its own counted reason, and another host that is read
/// meanwhile loses nothing.
class HostileHostTest {
    private static final int STEPS_MAX = 10_000;
    private static final byte FINAL = (byte) 0x80;
    private static final byte BINARY = 2;
    private static final byte CLOSE = 8;
    private static final byte PING = 9;
    private static final byte PONG = 10;

    private int sent;

    enum Trick {
        ACCEPTS_AND_SAYS_NOTHING(CloseReason.UPGRADE_TIMEOUT, _ -> {}),
        ACCEPTS_AND_SAYS_NOTHING_OVER_TLS(CloseReason.TLS_FAILED, _ -> {}),
        TALKS_GARBAGE_FOR_TLS(CloseReason.TLS_FAILED, peer -> peer.send("HTTP/1.1 200 OK\r\n\r\n")),
        DRIPS_GARBAGE_FOR_TLS(
                CloseReason.TLS_FAILED,
                peer -> peer.send((byte) 22, (byte) 3, (byte) 3, (byte) 64).drip((byte) 0)),
        CLOSES_AT_ONCE(CloseReason.UPGRADE_REFUSED, RawHost.Peer::hangUp),
        DRIPS_THE_ANSWER(
                CloseReason.UPGRADE_TIMEOUT,
                peer -> peer.send("HTTP/1.1 101 Switching Protocols\r\nX: ").drip((byte) 'x')),
        SENDS_HEADERS_FOR_EVER(
                CloseReason.UPGRADE_REFUSED,
                peer -> peer.send("HTTP/1.1 101 Switching Protocols\r\n")
                        .sendForEver("X: y\r\n".getBytes(StandardCharsets.US_ASCII))),
        SENDS_ONE_HEADER_FOR_EVER(
                CloseReason.UPGRADE_REFUSED,
                peer -> peer.send("HTTP/1.1 101 Hello\r\nX: ").sendForEver((byte) 'x')),
        SENDS_A_BODY_FOR_EVER(
                CloseReason.UPGRADE_REFUSED,
                peer -> peer.send("HTTP/1.1 200 OK\r\n\r\n").sendForEver(new byte[10_000])),
        REDIRECTS(
                CloseReason.UPGRADE_REFUSED,
                peer -> peer.send(
                        "HTTP/1.1 301 Moved Permanently\r\nLocation: http://localhost/\r\nContent-Length: 0\r\n\r\n")),
        TELLS_OF_HINTS_FOR_EVER(
                CloseReason.UPGRADE_REFUSED,
                peer -> peer.sendForEver("HTTP/1.1 103 Early Hints\r\n\r\n".getBytes(StandardCharsets.US_ASCII))),
        CLOSES_WITHOUT_A_CODE(CloseReason.PEER_CLOSED, peer -> peer.upgrade().send((byte) (FINAL | CLOSE), (byte) 0)),
        HANGS_UP(CloseReason.PEER_CLOSED, peer -> peer.upgrade().hangUp()),
        HANGS_UP_WITHIN_A_MESSAGE(
                CloseReason.PEER_CLOSED,
                peer -> peer.upgrade().send(BINARY, (byte) 1, (byte) 7).hangUp()),
        SENDS_FRAGMENTS_FOR_EVER(
                CloseReason.WEBSOCKET_VIOLATION,
                peer -> peer.upgrade().send(BINARY, (byte) 1, (byte) 7).sendForEver((byte) 0, (byte) 1, (byte) 7)),
        SENDS_EMPTY_FRAGMENTS_FOR_EVER(
                CloseReason.WEBSOCKET_VIOLATION,
                peer -> peer.upgrade().send(BINARY, (byte) 0).sendForEver((byte) 0, (byte) 0)),
        SENDS_LARGE_FRAGMENTS_FOR_EVER(
                CloseReason.FRAME_TOO_LARGE,
                peer -> peer.upgrade().send(BINARY, (byte) 0).sendForEver(fragment(30_000))),
        DRIPS_FRAGMENTS(
                CloseReason.MESSAGE_TIMEOUT,
                peer -> peer.upgrade().send(BINARY, (byte) 0).drip((byte) 0, (byte) 0)),
        PINGS_AMONG_FRAGMENTS(
                CloseReason.MESSAGE_TIMEOUT,
                peer -> peer.upgrade().send(BINARY, (byte) 0).drip((byte) (FINAL | PING), (byte) 0)),
        ANNOUNCES_A_HUGE_FRAME(
                CloseReason.FRAME_TOO_LARGE,
                peer -> peer.upgrade()
                        .send((byte) (FINAL | BINARY), (byte) 127, (byte) 0x7f)
                        .send(new byte[7])),
        DRIPS_ONE_FRAME(
                CloseReason.MESSAGE_TIMEOUT,
                peer -> peer.upgrade()
                        .send((byte) (FINAL | BINARY), (byte) 126, (byte) 0xff, (byte) 0xff)
                        .drip((byte) 0)),
        SENDS_EMPTY_MESSAGES(
                CloseReason.FRAME_UNDECODABLE, peer -> peer.upgrade().sendForEver((byte) (FINAL | BINARY), (byte) 0)),
        PINGS_FOR_EVER(CloseReason.CONTROL_FLOOD, peer -> peer.upgrade().sendForEver((byte) (FINAL | PING), (byte) 0)),
        PONGS_FOR_EVER(CloseReason.CONTROL_FLOOD, peer -> peer.upgrade().sendForEver((byte) (FINAL | PONG), (byte) 0)),
        BREAKS_THE_PROTOCOL(
                CloseReason.WEBSOCKET_VIOLATION, peer -> peer.upgrade().send((byte) 0xff, (byte) 0xff)),
        SAYS_NOTHING_AFTER_THE_UPGRADE(CloseReason.SILENT, RawHost.Peer::upgrade);

        private final CloseReason reason;
        private final RawHost.Script script;

        Trick(CloseReason reason, RawHost.Script script) {
            this.reason = reason;
            this.script = script;
        }

        /// Whether only a time limit ends it, so that the clock must be moved.
        boolean isSlow() {
            return switch (reason) {
                case UPGRADE_TIMEOUT, MESSAGE_TIMEOUT, SILENT -> true;
                default -> this == ACCEPTS_AND_SAYS_NOTHING_OVER_TLS || this == DRIPS_GARBAGE_FOR_TLS;
            };
        }

        boolean isTls() {
            return name().contains("TLS");
        }
    }

    @ParameterizedTest
    @EnumSource(Trick.class)
    void trickEndsWithItsReasonAndCostsNoOtherHost(Trick trick) throws IOException {
        try (Bench bench = new Bench(Bench.config());
                ScriptedHost good = new ScriptedHost(_ -> {});
                RawHost bad = new RawHost(trick.script)) {
            bench.open(good, null);
            goOn(good, bench);
            HostStream stream = bench.open(
                    new HostRecord(bad.hostname(), trick.isTls(), HostRecord.Status.ACTIVE, 0, null, 0, null));
            Until.holds("connected", () -> bad.connections() > 0);
            if (!trick.reason.isDialFailure()) {
                Until.holds("the trick has begun", () -> stream.view().connected() || hasEnded(stream));
            }
            for (int step = 0; trick.isSlow() && !hasEnded(stream); step++) {
                assertTrue(step < STEPS_MAX, "still not ended: " + stream.view());
                goOn(good, bench);
                // A host that drips is heard of between two steps of the clock.
                int drips = bad.drips();
                Until.holds("a drip", () -> drips == 0 || bad.drips() > drips || hasEnded(stream));
                bench.clock.advance(Duration.ofSeconds(5));
            }
            Until.holds("ended", () -> hasEnded(stream));
            goOn(good, bench);

            assertEquals(
                    trick.reason.name(), Bench.socketErrors(stream).getLast().reason());
            assertEquals(1, counted(bench, trick.reason));
            assertEquals(LongStream.rangeClosed(1, sent).boxed().toList(), seqsOf(good, bench));
            assertEquals(1, good.visits.size());
            assertEquals(List.of(), bench.fatal);
        }
    }

    /// The other host sends a few frames more, and they come.
    private void goOn(ScriptedHost host, Bench bench) {
        for (int i = 0; i < 5; i++) {
            sent++;
            host.visit(1).send(identity(sent));
        }
        Until.holds("frames of the other host", () -> seqsOf(host, bench).size() == sent);
    }

    private static boolean hasEnded(HostStream stream) {
        return !Bench.socketErrors(stream).isEmpty();
    }

    private static List<Long> seqsOf(ScriptedHost host, Bench bench) {
        return bench.frames.stream()
                .filter(frame -> frame.host().equals(host.hostname()))
                .map(RawFrame::hostSeq)
                .toList();
    }

    private static double counted(Bench bench, CloseReason reason) {
        String name = reason.isDialFailure() ? "relay_ingest_dial_failures" : "relay_ingest_sockets_closed";
        return bench.meters.get(name).tag("reason", reason.name()).counter().count();
    }

    private static byte[] fragment(int bytes) {
        byte[] fragment = new byte[4 + bytes];
        fragment[1] = 126;
        fragment[2] = (byte) (bytes >> 8);
        fragment[3] = (byte) bytes;
        return fragment;
    }
}
