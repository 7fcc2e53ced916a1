package net.atrelay.verify.identity.http;

/// Bounds of requests that share a lane.
///
/// @param inFlightMax requests at the same time
/// @param inFlightPerTargetMax of these, to one server
/// @param queuedMax requests that wait for their turn
/// @param queuedPerTargetMax of these, to one server
public record LaneLimits(int inFlightMax, int inFlightPerTargetMax, int queuedMax, int queuedPerTargetMax) {
    public LaneLimits {
        require(inFlightMax > 0, "inFlightMax", "> 0");
        require(
                inFlightPerTargetMax > 0 && inFlightPerTargetMax <= inFlightMax,
                "inFlightPerTargetMax",
                "1 to inFlightMax");
        require(queuedMax > 0, "queuedMax", "> 0");
        require(queuedPerTargetMax > 0 && queuedPerTargetMax <= queuedMax, "queuedPerTargetMax", "1 to queuedMax");
    }

    private static void require(boolean holds, String name, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(name + ": out of bounds (expected: " + rule + ")");
        }
    }
}
