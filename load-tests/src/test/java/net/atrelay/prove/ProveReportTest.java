package net.atrelay.prove;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ProveReportTest {
    private static final ProvePlan PLAN = new ProvePlan(7, 2, 20, 1_000, 1, 100, 0, 100);
    private static final Check HOLDS = new Check("complete", 10, 0, List.of());
    private static final Floor REACHED = new Floor("fault stall", 2, 2);

    @Test
    void allThatHoldsAndHasHappenedIsClean() {
        assertEquals(
                ProveReport.Verdict.CLEAN,
                report(List.of(HOLDS), List.of(REACHED), null).verdict());
    }

    @Test
    void aKindThatHasNotHappenedMakesARunVacuousAndIsNamed() {
        ProveReport report = report(List.of(HOLDS), List.of(REACHED, new Floor("fault swallow", 2, 1)), null);
        String text = String.join("\n", ProveWords.of(report));
        assertEquals(ProveReport.Verdict.VACUOUS, report.verdict());
        assertTrue(text.contains("VACUOUS"), text);
        assertTrue(text.contains("fault swallow: 1 times (expected: 2)"), text);
    }

    @Test
    void oneCheckThatDoesNotHoldIsEnough() {
        Check wrong = new Check("seqs dense", 10, 1, List.of("hole: seq 12 after 10"));
        ProveReport report = report(List.of(HOLDS, wrong), List.of(REACHED), null);
        String text = String.join("\n", ProveWords.of(report));
        assertEquals(ProveReport.Verdict.WRONG, report.verdict());
        assertTrue(text.contains("hole: seq 12 after 10"), text);
    }

    @Test
    void aCheckThatComparedNothingDoesNotHold() {
        Check nothing = new Check("listRepos", 0, 0, List.of());
        ProveReport report = report(List.of(HOLDS, nothing), List.of(REACHED), null);
        assertEquals(ProveReport.Verdict.WRONG, report.verdict());
        assertTrue(String.join("\n", ProveWords.of(report)).contains("COMPARED NOTHING"));
    }

    @Test
    void aRunThatWasGivenUpIsWrongAndSoIsOneWithoutChecks() {
        assertEquals(
                ProveReport.Verdict.WRONG,
                report(List.of(HOLDS), List.of(REACHED), "it stood").verdict());
        assertEquals(
                ProveReport.Verdict.WRONG,
                report(List.of(), List.of(REACHED), null).verdict());
    }

    @Test
    void floorsGrowWithTheLengthOfARun() {
        ProvePlan longer = new ProvePlan(7, 2, 20, 100_000, 1, 100, 0, 100);
        assertEquals(1, PLAN.faultsFloor());
        assertTrue(longer.faultsFloor() >= 100, () -> "floor: " + longer.faultsFloor());
        assertTrue(longer.deedsFloor() >= 100, () -> "floor: " + longer.deedsFloor());
    }

    private static ProveReport report(List<Check> checks, List<Floor> floors, @Nullable String gaveUp) {
        WorldFacts world = new WorldFacts(List.of(12L, 8L), 10, 20, 100);
        return new ProveReport(PLAN, world, Map.of(), List.of(), checks, floors, 12, 10, "abc", 2, 1, gaveUp);
    }
}
