package net.atrelay.ingest.crawl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import net.atrelay.ingest.GapCause;
import net.atrelay.ingest.HostReconciler;
import net.atrelay.ingest.IngestMetrics;
import org.junit.jupiter.api.Test;

class ReconciliationsTest {
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Recorder recorder = new Recorder();
    private final List<Runnable> resting = new ArrayList<>();
    private final Reconciliations reconciliations =
            new Reconciliations(recorder, 2, new IngestMetrics(meters), resting::add);

    /// Writes down what it is asked, and is done when the test says so.
    private static final class Recorder implements HostReconciler {
        private final List<String> asked = new ArrayList<>();
        private final List<CompletableFuture<Boolean>> underway = new ArrayList<>();

        @Override
        public CompletionStage<?> reconcile(String hostname, GapCause cause) {
            asked.add(hostname + " " + cause);
            CompletableFuture<Boolean> done = new CompletableFuture<>();
            underway.add(done);
            return done;
        }
    }

    @Test
    void hostIsComparedOnceAtATimeAndOnceMoreForAllThatCameMeanwhile() {
        reconciliations.add("a.net", GapCause.SEQ_WENT_BACK);
        reconciliations.add("a.net", GapCause.SEQ_WENT_BACK);
        reconciliations.add("a.net", GapCause.OUTDATED_CURSOR);
        assertEquals(List.of("a.net SEQ_WENT_BACK"), recorder.asked);

        recorder.underway.getFirst().complete(true);
        assertEquals(1, recorder.asked.size());
        rest();
        assertEquals(List.of("a.net SEQ_WENT_BACK", "a.net OUTDATED_CURSOR"), recorder.asked);

        recorder.underway.getLast().complete(true);
        rest();
        assertEquals(2, recorder.asked.size());
        assertEquals(0, reconciliations.waiting());
        assertEquals(2, meters.get("relay_ingest_reconciles").counter().count());
    }

    @Test
    void causeWhileAHostRestsIsNotForgotten() {
        reconciliations.add("a.net", GapCause.FUTURE_CURSOR);
        recorder.underway.getFirst().complete(true);
        reconciliations.add("a.net", GapCause.OUTDATED_CURSOR);
        assertEquals(1, recorder.asked.size());
        assertEquals(1, reconciliations.waiting());
        rest();
        assertEquals(2, recorder.asked.size());
    }

    @Test
    void onlyAFewHostsAreComparedAtTheSameTimeAndTheRestInTheirOrder() {
        for (String name : List.of("a.net", "b.net", "c.net", "d.net")) {
            reconciliations.add(name, GapCause.OUTDATED_CURSOR);
        }
        assertEquals(List.of("a.net OUTDATED_CURSOR", "b.net OUTDATED_CURSOR"), recorder.asked);
        assertEquals(4, meters.get("relay_ingest_reconciles_waiting").gauge().value());

        recorder.underway.get(1).complete(true);
        assertEquals("c.net OUTDATED_CURSOR", recorder.asked.getLast());
        assertEquals(3, recorder.asked.size());
        recorder.underway.get(0).complete(true);
        assertEquals("d.net OUTDATED_CURSOR", recorder.asked.getLast());
    }

    @Test
    void failedComparisonIsBegunAgainAFewTimesAndThenLeft() {
        reconciliations.add("a.net", GapCause.FUTURE_CURSOR);
        for (int attempt = 1; attempt < 20; attempt++) {
            recorder.underway.getLast().completeExceptionally(new IllegalStateException("timed out"));
            rest();
        }
        assertEquals(8, recorder.asked.size());
        assertEquals(8, meters.get("relay_ingest_reconcile_failures").counter().count());
        assertEquals(0, reconciliations.waiting());

        reconciliations.add("a.net", GapCause.OUTDATED_CURSOR);
        assertTrue(recorder.asked.getLast().endsWith("OUTDATED_CURSOR"));
    }

    private void rest() {
        List<Runnable> rested = List.copyOf(resting);
        resting.clear();
        rested.forEach(Runnable::run);
    }
}
