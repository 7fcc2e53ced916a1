package net.atrelay.fuzz;

/// Where the fuzzer enters: the first argument names the target.
public final class FuzzEntry {
    private static FuzzTarget target = FuzzTargets.ALL.getFirst();

    private FuzzEntry() {}

    /// Called once, before the first input.
    public static void fuzzerInitialize(String[] arguments) {
        target = FuzzTargets.named(arguments[0]);
    }

    /// Called with each input.
    public static void fuzzerTestOneInput(byte[] input) throws Exception {
        target.check(input);
    }
}
