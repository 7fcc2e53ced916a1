package net.atrelay.ingest.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicInteger;
import net.atrelay.ingest.IngestConfig;
import org.junit.jupiter.api.Test;

class InFlightBudgetTest {
    private final InFlightBudget budget = new InFlightBudget(new IngestConfig.Flight(100, 150, 20));
    private final AtomicInteger resumes = new AtomicInteger();
    private final InFlightBudget.Share host = budget.share(resumes::incrementAndGet);

    @Test
    void hostPausesAboveItsBoundAndResumesOnceAtHalf() {
        host.offered(100);
        assertFalse(host.pauseIfOver());
        host.offered(1);
        assertTrue(host.pauseIfOver());
        host.settled(50);
        assertEquals(0, resumes.get());
        host.settled(1);
        assertEquals(1, resumes.get());
        host.settled(50);
        assertEquals(1, resumes.get());
        assertEquals(0, budget.totalBytes());
    }

    @Test
    void overTheTotalOnlyHostsAboveTheirShareWait() {
        InFlightBudget.Share loud = budget.share(() -> {});
        InFlightBudget.Share louder = budget.share(() -> {});
        loud.offered(80);
        louder.offered(80);
        host.offered(20);
        assertFalse(host.pauseIfOver());
        assertTrue(loud.pauseIfOver());
        host.offered(1);
        assertTrue(host.pauseIfOver());
        host.settled(11);
        assertEquals(1, resumes.get());
    }

    @Test
    void hostThatWaitsForTheTotalIsWokenByOthers() {
        InFlightBudget.Share other = budget.share(() -> {});
        other.offered(100);
        host.offered(51);
        assertTrue(host.pauseIfOver());
        host.settled(2);
        other.settled(70);
        assertEquals(0, resumes.get());
        other.settled(4);
        assertEquals(1, resumes.get());
    }

    @Test
    void settlingMoreThanWasOfferedIsAnError() {
        host.offered(5);
        assertThrows(IllegalStateException.class, () -> host.settled(6));
    }
}
