package net.atrelay.app.pull;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a pull came to.
///
/// @param found hosts and other entries of the list
/// @param taken hosts that were added; in a rehearsal, that would be asked to describe themselves and then added
/// @param known hosts that the own relay knew, and that were left alone
/// @param skipped the others, by reason
/// @param brokenOff why not all of the list was gone through; null when it was
/// @param failed whether the own relay could not do what it was asked
record PullReport(
        int found,
        int taken,
        int known,
        Map<Skip, Integer> skipped,
        @Nullable String brokenOff,
        boolean failed) {
    boolean isComplete() {
        return brokenOff == null && !failed;
    }
}
