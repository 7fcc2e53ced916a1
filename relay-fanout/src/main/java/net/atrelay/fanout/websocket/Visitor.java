package net.atrelay.fanout.websocket;

import java.time.Instant;
import net.atrelay.fanout.DisconnectReason;
import org.jspecify.annotations.Nullable;

/// Who asked for the stream, and what was decided at the door.
///
/// @param id of this connection, given by this process
/// @param remoteAddress the peer's
/// @param userAgent as the client calls itself, bounded and printable; null when it does not
/// @param connectedAt when it asked
/// @param cursor the last seq that it has; null for none
/// @param refusal why it will be closed without being served; null when it is served
/// @param holdNanos how long it is held before such a close
record Visitor(
        long id,
        String remoteAddress,
        @Nullable String userAgent,
        Instant connectedAt,
        @Nullable Long cursor,
        @Nullable DisconnectReason refusal,
        long holdNanos) {}
