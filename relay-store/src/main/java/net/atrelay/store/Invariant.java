package net.atrelay.store;

/// Checks that stay on: what they refuse is a fault of this program, never of its input.
public final class Invariant {
    private Invariant() {}

    /// @param rule `name: value (expected: rule)`, built only when it is needed: pass constants on hot paths
    public static void check(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalStateException(rule);
        }
    }
}
