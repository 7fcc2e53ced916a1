package net.atrelay.verify;

import java.time.Duration;

/// How what a host lists of its accounts is compared with what is known here.
///
/// @param pageEvery least time between two pages
/// @param pagesMax pages of one list that are read
/// @param bytesMax bytes of one list that are read
/// @param timeMax longest time for one list
/// @param attemptsMax times that one page is asked for before the list is given up
public record ListingConfig(Duration pageEvery, int pagesMax, long bytesMax, Duration timeMax, int attemptsMax) {
    /// Accounts asked for in a page; some hosts give fewer (lexicon: com.atproto.sync.listRepos, 1 to 1000).
    public static final int PAGE_REPOS = 500;

    public ListingConfig {
        require(!pageEvery.isNegative(), "pageEvery: " + pageEvery + " (expected: not negative)");
        require(pagesMax >= 1, "pagesMax: " + pagesMax + " (expected: at least 1)");
        require(bytesMax >= 1, "bytesMax: " + bytesMax + " (expected: at least 1)");
        require(timeMax.isPositive(), "timeMax: " + timeMax + " (expected: positive)");
        require(attemptsMax >= 1, "attemptsMax: " + attemptsMax + " (expected: at least 1)");
    }

    /// Room for the largest hosts there are, at a pace of 2,500 accounts a second.
    public static ListingConfig defaults() {
        return new ListingConfig(Duration.ofMillis(200), 40_000, 8L << 30, Duration.ofHours(12), 5);
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
