package net.atrelay.ingest.host;

import static net.atrelay.ingest.host.TestFrames.identity;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.time.Duration;
import java.util.List;
import net.atrelay.ingest.CloseReason;
import net.atrelay.store.host.HostRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SocketEndsTest {
    private final Bench bench = new Bench(Bench.config());

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void textMessageEndsTheSocket() {
        try (ScriptedHost host = new ScriptedHost(visit -> visit.sendText("hello"))) {
            HostStream stream = bench.open(host, null);

            assertEquals(CloseReason.TEXT_FRAME, bench.awaitError(stream));
            Until.holds("close code", () -> host.visit(1).closeCodes.contains(1003));
        }
    }

    @Test
    void garbageEndsTheSocketAndIsKeptByItsDigest() {
        try (ScriptedHost host = new ScriptedHost(visit -> visit.send(new byte[] {1, 2, 3}))) {
            HostStream stream = bench.open(host, null);

            assertEquals(CloseReason.FRAME_UNDECODABLE, bench.awaitError(stream));
            // SHA-256 of 01 02 03.
            assertEquals(
                    "039058c6f2c0cb492c533b0a4d14ef77",
                    stream.view().errors().getFirst().frameDigest());
            bench.retry(stream);
            host.visit(2);
            Until.holds("counted twice", () -> stream.view().errors().getFirst().count() == 2);
            assertEquals(1, stream.view().errors().size());
        }
    }

    @Test
    void tooLargeMessageEndsTheSocketWith1009() {
        try (ScriptedHost host = new ScriptedHost(visit -> visit.send(identity(1), new byte[100_001]))) {
            HostStream stream = bench.open(host, null);

            assertEquals(CloseReason.FRAME_TOO_LARGE, bench.awaitError(stream));
            assertEquals(List.of(1L), bench.seqs());
        }
    }

    @Test
    void silentHostIsPingedThenGivenUp() {
        try (ScriptedHost host = new ScriptedHost(_ -> {})) {
            host.deaf = true;
            HostStream stream = bench.open(host, null);
            Until.holds("connected", () -> stream.view().connected());

            bench.clock.advance(Duration.ofSeconds(30));
            Until.holds("first ping", () -> host.visit(1).pings.get() == 1);
            bench.clock.advance(Duration.ofSeconds(30));
            Until.holds("second ping", () -> host.visit(1).pings.get() == 2);
            assertTrue(stream.view().connected());
            bench.clock.advance(Duration.ofSeconds(16));

            assertEquals(CloseReason.SILENT, bench.awaitError(stream));
        }
    }

    @Test
    void quietHostThatAnswersPingsStays() {
        try (ScriptedHost host = new ScriptedHost(_ -> {})) {
            HostStream stream = bench.open(host, null);
            Until.holds("connected", () -> stream.view().connected());
            for (int round = 1; round <= 20; round++) {
                int pings = round;
                bench.clock.advance(Duration.ofSeconds(30));
                Until.holds("ping " + pings, () -> host.visit(1).pings.get() == pings);
                host.visit(1).send(identity(pings));
                bench.awaitFrames(pings);
            }
            assertTrue(stream.view().connected());
            assertEquals(List.of(), stream.view().errors());
        }
    }

    @Test
    void otherRelayIsBannedAndNotDialledAgain() {
        try (ScriptedHost host = new ScriptedHost(_ -> {})) {
            host.answerHeaders.set("Server", "indigo ATProto-Relay/1");
            HostStream stream = bench.open(host, null);

            assertEquals(CloseReason.RELAY_LOOP, bench.awaitError(stream));
            Until.holds("banned", () -> stream.view().status() == HostRecord.Status.BANNED);
            assertNull(stream.view().nextDialAtMicros());
            assertEquals(List.of(host.hostname()), bench.relays);
        }
    }

    @Test
    void redirectIsNotFollowed() {
        try (ScriptedHost other = new ScriptedHost(_ -> {});
                ScriptedHost host = new ScriptedHost(_ -> {})) {
            host.refusal = () -> {
                var found = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.FOUND);
                found.headers().set("Location", "http://" + other.hostname() + "/");
                return found;
            };
            HostStream stream = bench.open(host, null);

            assertEquals(CloseReason.UPGRADE_REFUSED, bench.awaitError(stream));
            assertEquals("HTTP status 302", stream.view().errors().getFirst().detail());
            assertEquals(0, other.requests.get());
        }
    }

    @Test
    void refusedUpgradeWithAnyBodyIsADialFailure() {
        try (ScriptedHost host = new ScriptedHost(_ -> {})) {
            host.refusal = () -> new DefaultFullHttpResponse(
                    HttpVersion.HTTP_1_1,
                    HttpResponseStatus.TOO_MANY_REQUESTS,
                    Unpooled.wrappedBuffer(new byte[500_000]));
            HostStream stream = bench.open(host, null);

            assertEquals(CloseReason.UPGRADE_REFUSED, bench.awaitError(stream));
            Until.holds("counted", () -> stream.view().failures() == 1);
        }
    }

    @Test
    void hostThatSaysWhenIsNotDialledBefore() {
        try (ScriptedHost host = new ScriptedHost(_ -> {})) {
            host.refusal = () -> {
                var busy = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.SERVICE_UNAVAILABLE);
                busy.headers().set("Retry-After", "1800");
                return busy;
            };
            HostStream stream = bench.open(host, null);
            Until.holds("refused", () -> stream.view().failures() == 1);
            Long next = stream.view().nextDialAtMicros();
            assertEquals(bench.clock.micros() + 1_800_000_000L, next);

            stream.dialSoon();
            bench.clock.advance(Duration.ofSeconds(1_790));
            assertEquals(1, host.requests.get());
            bench.clock.advance(Duration.ofSeconds(11));
            Until.holds("dialled again", () -> host.requests.get() == 2);
        }
    }

    @Test
    void hostThatNeverAnswersTheUpgradeRunsIntoItsTimeLimit() {
        try (ScriptedHost host = new ScriptedHost(_ -> {})) {
            host.mute = true;
            HostStream stream = bench.open(host, null);
            Until.holds("asked", () -> host.requests.get() == 1);
            Until.holds("a deadline runs", () -> bench.clock.waiting() == 1);
            bench.clock.advance(Duration.ofSeconds(11));

            assertEquals(CloseReason.UPGRADE_TIMEOUT, bench.awaitError(stream));
        }
    }

    @Test
    void deadPortIsADialFailureAndTheHostGoesOfflineButIsStillDialled() {
        ScriptedHost gone = new ScriptedHost(_ -> {});
        String hostname = gone.hostname();
        gone.close();
        HostStream stream = bench.open(Bench.record(hostname, 5L));
        for (int attempt = 1; attempt <= 5; attempt++) {
            int failures = attempt;
            Until.holds("failure " + failures, () -> stream.view().failures() == failures);
            bench.retry(stream);
        }

        assertEquals(HostRecord.Status.OFFLINE, stream.view().status());
        assertEquals(1, bench.records.size());
        assertNotNull(bench.records.getFirst().lastError());
        Until.holds("failure 6", () -> stream.view().failures() == 6);
        assertEquals(CloseReason.CONNECT_FAILED, bench.awaitError(stream));
    }

    @Test
    void privateAddressesAreNotDialledOutsideOfDevelopment() {
        try (ScriptedHost host = new ScriptedHost(_ -> {});
                Bench guarded = new Bench(Bench.config(), Bench.answering("127.0.0.1", "10.0.0.1", "::1"))) {
            HostStream stream =
                    guarded.open(new HostRecord("pds.example.com", true, HostRecord.Status.ACTIVE, 0, null, 0, null));

            assertEquals(CloseReason.ADDRESS_REFUSED, guarded.awaitError(stream));
            assertEquals(0, host.requests.get());
        }
    }

    @Test
    void developmentHostMustLieOnLoopback() {
        try (Bench guarded = new Bench(Bench.config(), Bench.answering("10.0.0.1"))) {
            HostStream stream = guarded.open(Bench.record("localhost:2583", null));

            assertEquals(CloseReason.ADDRESS_REFUSED, guarded.awaitError(stream));
        }
    }

    @Test
    void bannedHostIsClosedAtOnceAndUnbannedGoesOn() {
        try (ScriptedHost host = new ScriptedHost(visit -> visit.send(identity(visit.number)))) {
            HostStream stream = bench.open(host, null);
            bench.awaitFrames(1);
            stream.ban();
            Until.holds("closed", () -> !host.visit(1).isOpen());
            Until.holds("banned", () -> stream.view().status() == HostRecord.Status.BANNED);
            assertEquals(List.of(), bench.records);

            stream.unban();
            bench.awaitFrames(2);

            assertEquals(1L, host.visit(2).cursor);
            assertEquals(List.of(0L, 1L), bench.ordinals());
        }
    }

    @Test
    void stormOfDropsLosesAndRepeatsNothing() {
        try (ScriptedHost host =
                new ScriptedHost(visit -> visit.send(identity(visit.number)).drop())) {
            HostStream stream = bench.open(host, null);
            for (int round = 1; round <= 50; round++) {
                bench.awaitFrames(round);
                bench.retry(stream);
            }
            bench.awaitFrames(51);

            assertEquals(java.util.stream.LongStream.rangeClosed(1, 51).boxed().toList(), bench.seqs());
            assertEquals(java.util.stream.LongStream.range(0, 51).boxed().toList(), bench.ordinals());
        }
    }
}
