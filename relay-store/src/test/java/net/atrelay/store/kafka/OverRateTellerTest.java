package net.atrelay.store.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import net.atrelay.atproto.syntax.Did;
import net.atrelay.store.bus.OverRate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OverRateTellerTest {
    private final List<String> told = new ArrayList<>();
    private final List<CompletableFuture<Void>> underWay = new ArrayList<>();
    private final OverRateTeller teller = new OverRateTeller(this::send);

    @AfterEach
    void close() {
        teller.close();
    }

    @Test
    void ofEachHostTheAccountThatTakesLongestIsToldOnce() {
        teller.found("a.net", over(1, 500));
        teller.found("a.net", over(2, 900));
        teller.found("a.net", over(3, 700));
        teller.found("b.net", over(4, 100));
        assertTrue(told.isEmpty(), "not before its time");
        teller.tell();
        told.sort(null);
        assertEquals(List.of("a.net d2 900", "b.net d4 100"), told);
        underWay.forEach(record -> record.complete(null));
        teller.tell();
        assertEquals(2, told.size(), "nothing new was found");
    }

    @Test
    void nothingIsToldOfAHostBeforeTheLastRecordHasArrived() {
        tell(over(1, 500));
        tell(over(1, 600));
        tell(over(1, 700));
        assertEquals(List.of("a.net d1 500"), told);
        underWay.getFirst().complete(null);
        teller.tell();
        assertEquals(List.of("a.net d1 500", "a.net d1 700"), told);
    }

    @Test
    void whatDoesNotArriveIsForgotten() {
        tell(over(1, 500));
        underWay.getFirst().completeExceptionally(new IllegalStateException("made by the test"));
        teller.tell();
        assertEquals(List.of("a.net d1 500"), told);
        tell(over(1, 600));
        assertEquals(List.of("a.net d1 500", "a.net d1 600"), told);
    }

    private void tell(OverRate over) {
        teller.found("a.net", over);
        teller.tell();
    }

    private CompletionStage<?> send(String hostname, OverRate over) {
        told.add(
                hostname + " " + over.did().value().replaceAll("did:web:|.example.com", "") + " " + over.untilMicros());
        CompletableFuture<Void> record = new CompletableFuture<>();
        underWay.add(record);
        return record;
    }

    private static OverRate over(int account, long untilMicros) {
        return new OverRate(new Did("did:web:d" + account + ".example.com"), 42, untilMicros);
    }
}
