package net.atrelay.ingest.host;

import net.atrelay.ingest.CloseReason;
import org.jspecify.annotations.Nullable;

/// One line of a host's journal: an end of its socket, and how often it came in a row.
///
/// @param atMicros when it came last
/// @param reason the class of it
/// @param detail for people, bounded
/// @param count how often the same came in a row
/// @param frameDigest first 16 bytes of the SHA-256 of the newest frame that caused it, hex; null when none did
public record HostError(
        long atMicros,
        CloseReason reason,
        String detail,
        long count,
        @Nullable String frameDigest) {}
