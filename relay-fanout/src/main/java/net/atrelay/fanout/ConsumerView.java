package net.atrelay.fanout;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One consumer as operators see it, at one moment.
///
/// @param id of this connection, given by this process
/// @param remoteAddress of the client; of the socket when no trusted proxy names another
/// @param userAgent as the client calls itself, bounded and printable; null when it does not
/// @param state where it stands
/// @param connectedAt when it asked for the stream
/// @param cursor last seq that was written to its socket, or where it began
/// @param lagEvents how far that is behind the newest seq
/// @param framesSent written to its socket since then
/// @param bytesSent written to its socket since then
public record ConsumerView(
        long id,
        String remoteAddress,
        @Nullable String userAgent,
        ConsumerState state,
        Instant connectedAt,
        long cursor,
        long lagEvents,
        long framesSent,
        long bytesSent) {}
