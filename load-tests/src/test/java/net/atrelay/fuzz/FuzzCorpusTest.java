package net.atrelay.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Each target on its seed corpus, and on a bounded number of mutations of it.
class FuzzCorpusTest {
    private static final int MUTATIONS = Integer.getInteger("fuzz.mutations", 200);

    @TestFactory
    Stream<DynamicTest> eachTargetHoldsOnItsCorpus() {
        long seed = new Random().nextLong();
        return FuzzTargets.ALL.stream()
                .map(target -> DynamicTest.dynamicTest(target.name(), () -> holds(target, seed)));
    }

    @Test
    void everyTargetHasANameOfItsOwnAndSeeds() {
        Set<String> names = new HashSet<>();
        for (FuzzTarget target : FuzzTargets.ALL) {
            assertTrue(names.add(target.name()), target.name());
            assertTrue(target.name().matches("[a-z0-9-]+") && !target.seeds().isEmpty(), target.name());
            assertEquals(target, FuzzTargets.named(target.name()));
        }
    }

    private static void holds(FuzzTarget target, long seed) {
        target.seeds().forEach(input -> holds(target, input, "seed corpus"));
        List<byte[]> seeds = target.seeds();
        Mutator mutator = new Mutator(seed, seeds);
        for (int i = 0; i < MUTATIONS; i++) {
            holds(target, mutator.next(), "seed " + seed + " mutation " + i);
        }
    }

    private static void holds(FuzzTarget target, byte[] input, String where) {
        try {
            target.check(input);
        } catch (Exception | AssertionError | StackOverflowError e) {
            String hex = HexFormat.of().formatHex(input);
            throw new AssertionError(target + ": " + where + ": " + hex, e);
        }
    }
}
