package net.atrelay.whole;

/// What a random test grows from: property `whole.seed`, or another each time.
final class Seed {
    private Seed() {}

    /// A seed that the output of the run tells.
    static long of(Class<?> test) {
        long seed = Long.getLong("whole.seed", System.nanoTime());
        System.out.println(test.getSimpleName() + ": whole.seed=" + seed);
        return seed;
    }
}
