package net.atrelay.store.host;

import net.atrelay.atproto.syntax.Did;
import org.jspecify.annotations.Nullable;

/// One line of a host's journal: a fault, and how often it was seen since the line began.
///
/// @param atMicros when it was seen last, microseconds since the epoch
/// @param stage where it was seen
/// @param reason name of a constant of the stage's enum of reasons
/// @param detail for people; printable, bounded
/// @param count how often, at least 1
/// @param frameDigest first 16 bytes of the SHA-256 of a frame that caused it, hex; null when none did or none was
/// hashed
/// @param did account that the newest such frame speaks of; null when it is not known
public record JournalEntry(
        long atMicros,
        JournalStage stage,
        String reason,
        String detail,
        long count,
        @Nullable String frameDigest,
        @Nullable Did did) {
    public static final int DETAIL_LENGTH_MAX = 200;

    public JournalEntry {
        detail = PeerText.printable(detail, DETAIL_LENGTH_MAX);
    }

    boolean isSameFault(JournalEntry other) {
        return stage == other.stage && reason.equals(other.reason) && detail.equals(other.detail);
    }

    /// This line with one more sighting.
    JournalEntry seenAgain(JournalEntry newest) {
        return new JournalEntry(
                newest.atMicros,
                stage,
                reason,
                detail,
                count + newest.count,
                newest.frameDigest == null ? frameDigest : newest.frameDigest,
                newest.did);
    }
}
