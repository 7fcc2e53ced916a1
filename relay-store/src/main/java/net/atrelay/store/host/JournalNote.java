package net.atrelay.store.host;

import net.atrelay.atproto.syntax.Did;
import org.jspecify.annotations.Nullable;

/// A fault of a host as the stage that saw it tells of it.
///
/// @param stage who tells
/// @param reason constant of that stage's enum of reasons
/// @param detail for people; the same for the same fault (no seqs, times or revs), so that repeats become one line
/// @param frame the frame that caused it, not kept; null when none did
/// @param did account that the frame speaks of; null when it is not known
public record JournalNote(
        JournalStage stage,
        Enum<?> reason,
        String detail,
        byte @Nullable [] frame,
        @Nullable Did did) {}
