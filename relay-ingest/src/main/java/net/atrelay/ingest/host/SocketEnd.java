package net.atrelay.ingest.host;

import java.time.Duration;
import net.atrelay.ingest.CloseReason;
import net.atrelay.store.host.JournalEntry;
import net.atrelay.store.host.PeerText;
import org.jspecify.annotations.Nullable;

/// How a socket ended.
///
/// @param reason the class of it
/// @param detail for the operator, bounded and printable
/// @param frame the frame that caused it; null when none did
/// @param dialAfter how long the host wishes not to be dialled; null when it did not say so
record SocketEnd(
        CloseReason reason,
        String detail,
        byte @Nullable [] frame,
        @Nullable Duration dialAfter) {
    private static final int DETAIL_LENGTH_MAX = JournalEntry.DETAIL_LENGTH_MAX;

    SocketEnd {
        detail = PeerText.printable(detail, DETAIL_LENGTH_MAX);
    }

    SocketEnd(CloseReason reason, String detail, byte @Nullable [] frame) {
        this(reason, detail, frame, null);
    }

    static SocketEnd of(CloseReason reason, String detail) {
        return new SocketEnd(reason, detail, null);
    }

    static SocketEnd of(CloseReason reason, Throwable cause) {
        String message = cause.getMessage();
        return of(reason, cause.getClass().getSimpleName() + (message == null ? "" : ": " + message));
    }

    /// What the host is told (protocol reference §1.7): never 1000.
    int closeCode() {
        return switch (reason) {
            case TEXT_FRAME -> 1003;
            case FRAME_TOO_LARGE -> 1009;
            case FRAME_UNDECODABLE, WEBSOCKET_VIOLATION -> 1002;
            case SEQ_NOT_INCREASING, ERROR_FRAME, FUTURE_CURSOR, RELAY_LOOP, CONTROL_FLOOD, MESSAGE_TIMEOUT -> 1008;
            case INTERNAL_ERROR -> 1011;
            case NAME_NOT_RESOLVED,
                    ADDRESS_REFUSED,
                    CONNECT_FAILED,
                    CONNECT_TIMEOUT,
                    TLS_FAILED,
                    UPGRADE_REFUSED,
                    UPGRADE_TIMEOUT,
                    SILENT,
                    PEER_CLOSED,
                    IO_ERROR,
                    CURSOR_RESET,
                    STOPPED -> 1001;
        };
    }
}
