package net.atrelay.verify;

import java.time.Duration;

/// Settings of the verify stage.
///
/// @param shards threads that run the fold; an account always goes to the same one
/// @param cachedAccounts account states kept in memory, in all
/// @param waitingFramesPerAccountMax frames of one account that may wait for an answer
/// @param waitingBytesPerAccountMax their bytes
/// @param waitingBytesPerHostMax bytes of all waiting frames that one host has sent
/// @param waitingBytesMax bytes of all frames that wait
/// @param waitingTimeMax how long a frame may wait before it is dropped
/// @param retryFirst pause after the first look-up that taught nothing; doubles up to `retryMax`
/// @param retryMax longest such pause
/// @param hostStatusGap least time between two questions to hosts about one account
/// @param forcedGap least time between two forced look-ups of one DID that the same host causes
/// @param collectionNamesBytesMax bytes of the names of one account's collections that are remembered; 0 for none
/// @param paces rates of what is not commits
/// @param growth how the account limits of hosts grow
/// @param listing how what hosts list of their accounts is compared with what is known here
public record VerifyConfig(
        int shards,
        long cachedAccounts,
        int waitingFramesPerAccountMax,
        long waitingBytesPerAccountMax,
        long waitingBytesPerHostMax,
        long waitingBytesMax,
        Duration waitingTimeMax,
        Duration retryFirst,
        Duration retryMax,
        Duration hostStatusGap,
        Duration forcedGap,
        int collectionNamesBytesMax,
        PaceConfig paces,
        GrowthConfig growth,
        ListingConfig listing) {
    /// The gap between forced look-ups where nothing else is set.
    public static final Duration FORCED_GAP = Duration.ofSeconds(30);

    private static final int COLLECTION_NAMES_BYTES_MAX = 16 << 10;

    /// With the defaults of what has a record of its own.
    public VerifyConfig(
            int shards,
            long cachedAccounts,
            int waitingFramesPerAccountMax,
            long waitingBytesPerAccountMax,
            long waitingBytesPerHostMax,
            long waitingBytesMax,
            Duration waitingTimeMax,
            Duration retryFirst,
            Duration retryMax,
            Duration hostStatusGap) {
        this(
                shards,
                cachedAccounts,
                waitingFramesPerAccountMax,
                waitingBytesPerAccountMax,
                waitingBytesPerHostMax,
                waitingBytesMax,
                waitingTimeMax,
                retryFirst,
                retryMax,
                hostStatusGap,
                FORCED_GAP,
                COLLECTION_NAMES_BYTES_MAX,
                PaceConfig.defaults(),
                GrowthConfig.defaults(),
                ListingConfig.defaults());
    }

    public VerifyConfig {
        check(shards >= 1 && shards <= 1024, "shards: " + shards + " (expected: 1 to 1024)");
        check(cachedAccounts >= shards, "cachedAccounts: " + cachedAccounts + " (expected: at least one a shard)");
        check(
                waitingFramesPerAccountMax >= 1,
                "waitingFramesPerAccountMax: " + waitingFramesPerAccountMax + " (expected: at least 1)");
        check(
                waitingBytesPerAccountMax >= 1 && waitingBytesPerAccountMax <= waitingBytesPerHostMax,
                "waitingBytesPerAccountMax: " + waitingBytesPerAccountMax + " (expected: 1 to waitingBytesPerHostMax)");
        check(
                waitingBytesPerHostMax <= waitingBytesMax,
                "waitingBytesPerHostMax: " + waitingBytesPerHostMax + " (expected: at most waitingBytesMax)");
        check(isPositive(waitingTimeMax), "waitingTimeMax: " + waitingTimeMax + " (expected: positive)");
        check(
                isPositive(retryFirst) && retryFirst.compareTo(retryMax) <= 0,
                "retryFirst: " + retryFirst + " (expected: positive, at most retryMax)");
        check(!hostStatusGap.isNegative(), "hostStatusGap: " + hostStatusGap + " (expected: not negative)");
        check(isPositive(forcedGap), "forcedGap: " + forcedGap + " (expected: positive)");
        check(
                collectionNamesBytesMax >= 0,
                "collectionNamesBytesMax: " + collectionNamesBytesMax + " (expected: not negative)");
    }

    public static VerifyConfig defaults() {
        return new VerifyConfig(
                Math.max(1, Runtime.getRuntime().availableProcessors()),
                500_000,
                1_000,
                16L << 20,
                64L << 20,
                256L << 20,
                Duration.ofHours(6),
                Duration.ofSeconds(1),
                Duration.ofMinutes(1),
                Duration.ofMinutes(1));
    }

    public VerifyConfig withPaces(PaceConfig newPaces) {
        return new VerifyConfig(
                shards,
                cachedAccounts,
                waitingFramesPerAccountMax,
                waitingBytesPerAccountMax,
                waitingBytesPerHostMax,
                waitingBytesMax,
                waitingTimeMax,
                retryFirst,
                retryMax,
                hostStatusGap,
                forcedGap,
                collectionNamesBytesMax,
                newPaces,
                growth,
                listing);
    }

    private static boolean isPositive(Duration duration) {
        return !duration.isNegative() && !duration.isZero();
    }

    private static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
