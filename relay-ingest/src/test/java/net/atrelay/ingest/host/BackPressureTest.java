package net.atrelay.ingest.host;

import static net.atrelay.ingest.host.TestFrames.identity;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.LongStream;
import net.atrelay.ingest.IngestConfig;
import org.junit.jupiter.api.Test;

class BackPressureTest {
    private static final int FRAME_BYTES = identity(100, 1_000).length;

    @Test
    void hostOverItsBoundIsNotReadAndNothingIsLost() {
        try (Bench bench = new Bench(Bench.config(new IngestConfig.Flight(10_000, 1_000_000, 1_000)));
                ScriptedHost host = new ScriptedHost(visit -> flood(visit, 1, 1_000))) {
            HostStream stream = bench.open(host, null);
            Until.holds("paused", () -> stream.view().paused());
            assertEquals(10_000 / FRAME_BYTES + 1, bench.frames.size());
            assertEquals(
                    bytesOf(bench, 0, bench.frames.size()),
                    bench.network.budget().totalBytes());
            for (int settled = 0; settled < 1_000; settled++) {
                bench.awaitFrames(settled + 1);
                long inFlight = stream.view().inFlightBytes();
                assertTrue(inFlight <= 10_000 + FRAME_BYTES + 10, "in flight: " + inFlight);
                stream.settled(bytesOf(bench, settled, settled + 1));
            }

            assertEquals(LongStream.rangeClosed(1, 1_000).boxed().toList(), bench.seqs());
            // One account is enough to fill a host's bound, and gets no more than that.
            assertEquals(
                    1,
                    bench.frames.stream().map(frame -> frame.did()).distinct().count());
            assertEquals(0, bench.network.budget().totalBytes());
            Until.holds("read again", () -> !stream.view().paused());
        }
    }

    @Test
    void stalledStoreStopsAllReadingAndSmallHostsKeepTheirShare() {
        var flight = new IngestConfig.Flight(20_000, 20_000, 3_000);
        try (Bench bench = new Bench(Bench.config(flight));
                ScriptedHost loud = new ScriptedHost(visit -> flood(visit, 1, 500));
                ScriptedHost small = new ScriptedHost(visit -> flood(visit, 1, 50))) {
            HostStream flooding = bench.open(loud, null);
            Until.holds("the flood is not read", () -> flooding.view().paused());
            HostStream quiet = bench.open(small, null);
            Until.holds("the small host has used its share", () -> quiet.view().paused());

            long own = quiet.view().inFlightBytes();
            assertTrue(own > 3_000 && own <= 3_000 + FRAME_BYTES, "own: " + own);
            // Settling only the small host's frames lets only that host go on, though the total is still over.
            quiet.settled(own);
            Until.holds("the small host reads again", () -> quiet.view().inFlightBytes() > 3_000);
            assertTrue(flooding.view().paused());
            assertFalse(bench.network.budget().totalBytes() < 20_000);
        }
    }

    @Test
    void pauseOutlivesTheSocket() {
        try (Bench bench = new Bench(Bench.config(new IngestConfig.Flight(5_000, 1_000_000, 1_000)));
                ScriptedHost host = new ScriptedHost(visit -> {
                    long from = visit.cursor == null ? 1 : visit.cursor + 1;
                    flood(visit, from, 40);
                })) {
            HostStream stream = bench.open(host, null);
            Until.holds("paused", () -> stream.view().paused());
            int read = bench.frames.size();
            host.visit(1).drop();
            long bytes = stream.view().inFlightBytes();
            stream.settled(bytes);
            // The old socket is read to its end or was cut; either way the next asks for what is missing.
            while (bench.frames.size() < 40) {
                int before = bench.frames.size();
                if (stream.view().nextDialAtMicros() != null) {
                    bench.clock.advance(java.time.Duration.ofMinutes(11));
                }
                Until.holds(
                        "goes on",
                        () -> bench.frames.size() > before
                                || stream.view().paused()
                                || stream.view().nextDialAtMicros() != null);
                stream.settled(stream.view().inFlightBytes());
            }

            assertTrue(read < 40);
            assertEquals(LongStream.rangeClosed(1, 40).boxed().toList(), bench.seqs());
        }
    }

    private static long bytesOf(Bench bench, int from, int to) {
        return List.copyOf(bench.frames).subList(from, to).stream()
                .mapToLong(frame -> frame.bytes().length)
                .sum();
    }

    private static void flood(ScriptedHost.Visit visit, long from, int to) {
        for (long seq = from; seq <= to; seq++) {
            visit.send(identity(seq, 1_000));
        }
    }
}
