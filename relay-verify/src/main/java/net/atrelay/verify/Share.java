package net.atrelay.verify;

/// What part of the rates and counts that are configured this process may use; the parts of all processes together are
/// the whole.
///
/// @param owned partitions of accounts that are judged here
/// @param all partitions that there are
public record Share(int owned, int all) {
    /// Of a process that judges all accounts.
    public static final Share WHOLE = new Share(1, 1);

    public Share {
        if (owned < 0 || all < 1 || owned > all) {
            throw new IllegalArgumentException("owned: " + owned + " (expected: 0 to " + all + ")");
        }
    }

    /// From 0 to 1.
    public double fraction() {
        return (double) owned / all;
    }

    /// Part of a count, rounded down; but who judges any account at all may do one thing at a time.
    public int of(int count) {
        return owned == 0 ? 0 : (int) Math.max(1, (long) count * owned / all);
    }
}
