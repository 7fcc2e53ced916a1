package net.atrelay.sim;

/// How often each thing happens, as weights against each other, and how many of a thousand steps are faults
/// instead.
///
/// @param creates single new records (posts, likes, follows)
/// @param emptied commits that take the last records of a collection away
/// @param batches commits of three to ten writes
/// @param lifecycle deactivations and their reversals
public record Mix(
        int creates,
        int deletes,
        int emptied,
        int updates,
        int batches,
        int identities,
        int rotations,
        int lifecycle,
        int newAccounts,
        int deletedAccounts,
        int faultsPerThousand) {

    /// What a healthy network does on an ordinary day.
    public static Mix everyday() {
        return new Mix(880, 65, 5, 15, 15, 5, 2, 5, 6, 2, 0);
    }

    /// Commits only, whose outcome does not depend on when a relay looks identities up.
    public static Mix commitsOnly() {
        return new Mix(890, 73, 2, 15, 20, 0, 0, 0, 0, 0, 0);
    }

    /// This mix with faults that leave connections alone.
    public Mix withFaults(int perThousand) {
        return new Mix(
                creates,
                deletes,
                emptied,
                updates,
                batches,
                identities,
                rotations,
                lifecycle,
                newAccounts,
                deletedAccounts,
                perThousand);
    }

    /// The deed that a number below [#total] stands for.
    Deed deed(int dice) {
        int left = dice;
        for (Deed deed : Deed.values()) {
            left -= weight(deed);
            if (left < 0) {
                return deed;
            }
        }
        throw new IllegalArgumentException("dice: " + dice + " (expected: below " + total() + ")");
    }

    private int weight(Deed deed) {
        return switch (deed) {
            case CREATE -> creates;
            case DELETE -> deletes;
            case EMPTY -> emptied;
            case UPDATE -> updates;
            case BATCH -> batches;
            case IDENTITY -> identities;
            case NEW_ACCOUNT -> newAccounts;
            case ROTATE -> rotations;
            case DEACTIVATE -> lifecycle;
            case DELETE_ACCOUNT -> deletedAccounts;
            case NOTHING, ROTATE_SILENTLY, MOVE, TAKE_DOWN, ACTIVATE, TOMBSTONE -> 0;
        };
    }

    int total() {
        return creates
                + deletes
                + emptied
                + updates
                + batches
                + identities
                + rotations
                + lifecycle
                + newAccounts
                + deletedAccounts;
    }
}
