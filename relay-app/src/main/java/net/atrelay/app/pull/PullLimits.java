package net.atrelay.app.pull;

import java.time.Duration;

/// Bounds of one pull.
///
/// @param pagesMax pages that are read
/// @param hostsMax hosts that are taken from them
/// @param timeMax time for all of it
/// @param perSecond hosts that the own relay is asked to add in a second
/// @param inFlightMax of these, at the same time
/// @param triesMax times that one page is asked for
record PullLimits(int pagesMax, int hostsMax, Duration timeMax, int perSecond, int inFlightMax, int triesMax) {
    static final PullLimits DEFAULTS = new PullLimits(1_000, 100_000, Duration.ofHours(6), 10, 4, 5);

    PullLimits {
        require(pagesMax > 0, "pagesMax", "> 0");
        require(hostsMax > 0, "hostsMax", "> 0");
        require(timeMax.isPositive(), "timeMax", "> 0");
        require(perSecond > 0 && perSecond <= 1_000, "perSecond", "1 to 1000");
        require(inFlightMax > 0, "inFlightMax", "> 0");
        require(triesMax > 0, "triesMax", "> 0");
    }

    private static void require(boolean holds, String name, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(name + ": out of bounds (expected: " + rule + ")");
        }
    }
}
