package net.atrelay.determ;

/// A rule did not hold: the run of this seed is over.
final class SeedFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SeedFailed(String rule) {
        super(rule);
    }

    /// Fails unless it holds.
    static void unless(boolean holds, String rule) {
        if (!holds) {
            throw new SeedFailed(rule);
        }
    }
}
