package net.atrelay.mutants;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The list goes with the sources: whoever changes a line that a mutant is about changes the mutant.
class MutantListTest {
    private static final int MUTANTS_MIN = 50;

    @Test
    void eachMutantFindsItsPlaceOnce() throws IOException {
        Set<String> names = new HashSet<>();
        for (Mutant mutant : MutantList.all()) {
            assertTrue(names.add(mutant.name()), mutant + ": there twice");
            assertEquals(1, mutant.places(), mutant + ": places in " + mutant.source());
            assertNotEquals(mutant.sound(), mutant.faulty(), mutant.toString());
        }
        assertTrue(names.size() >= MUTANTS_MIN, () -> "mutants: " + names.size());
    }
}
