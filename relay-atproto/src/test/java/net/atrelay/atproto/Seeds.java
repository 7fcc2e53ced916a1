package net.atrelay.atproto;

import java.util.Random;
import org.jspecify.annotations.NullMarked;

/// Runs a check over many seeds and names the seed of the first failure. `-Datrelay.seed=N` runs that seed alone.
@NullMarked
public final class Seeds {
    private static final String PROPERTY = "atrelay.seed";

    private Seeds() {}

    /// A check that may fail in any way.
    @FunctionalInterface
    public interface Check {
        void run(Random random) throws Exception;
    }

    /// Runs the check for `runs` seeds, all different from run to run.
    public static void forEach(int runs, Check check) {
        Long only = Long.getLong(PROPERTY);
        if (only != null) {
            run(only, check);
            return;
        }
        long first = System.nanoTime();
        for (int i = 0; i < runs; i++) {
            run(first + i, check);
        }
    }

    private static void run(long seed, Check check) {
        try {
            check.run(new Random(seed));
        } catch (Exception | AssertionError | StackOverflowError | OutOfMemoryError e) {
            throw new AssertionError("seed: " + seed + " (again with -D" + PROPERTY + "=" + seed + ")", e);
        }
    }
}
