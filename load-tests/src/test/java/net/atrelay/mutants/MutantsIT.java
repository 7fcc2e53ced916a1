package net.atrelay.mutants;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// Each mutant is killed by the tests that it names, which are green without it. `-Dmutants.only=NAME,NAME` runs some.
class MutantsIT {
    @TempDir
    Path folder;

    private final Map<List<String>, Workshop.Result> soundRuns = new HashMap<>();

    @TestFactory
    Stream<DynamicTest> eachMutantIsKilled() throws IOException {
        Set<String> only = Set.of(System.getProperty("mutants.only", "").split(","));
        Workshop workshop = new Workshop(folder);
        return MutantList.all().stream()
                .filter(mutant -> only.contains("") || only.contains(mutant.name()))
                .map(mutant -> DynamicTest.dynamicTest(mutant.toString(), () -> kill(workshop, mutant)));
    }

    private void kill(Workshop workshop, Mutant mutant) throws IOException, InterruptedException {
        Workshop.Result sound = soundRuns.get(mutant.selection());
        if (sound == null) {
            sound = workshop.sound(mutant.module(), mutant.selection());
            soundRuns.put(mutant.selection(), sound);
        }
        assertEquals(SuiteRun.GREEN, sound.code(), () -> "without the mutant: " + soundRuns.get(mutant.selection()));
        Workshop.Result faulty = workshop.faulty(mutant);
        System.out.printf("%-14s %-24s %s%n", mutant.module(), mutant.name(), faulty.word());
        assertEquals(SuiteRun.RED, faulty.code(), () -> "survived: " + mutant.meaning() + " " + faulty.word());
    }
}
