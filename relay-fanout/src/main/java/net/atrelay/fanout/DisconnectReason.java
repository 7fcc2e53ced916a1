package net.atrelay.fanout;

import org.jspecify.annotations.Nullable;

/// Why a consumer's stream ended, and the fixed words that it is told; the name is a metric label.
///
/// The one table of close codes (protocol reference §1.7). 1000 and 1001 are not in it: clients take them
/// for the end and never come back.
public enum DisconnectReason {
    /// The consumer sent a close, which is echoed.
    CLIENT_CLOSED(null),
    CONNECTION_LOST(null),
    /// The cursor is above the newest seq.
    FUTURE_CURSOR(Notice.afterError("FutureCursor")),
    /// No byte went out for too long though some waited.
    TOO_SLOW(Notice.afterError("ConsumerTooSlow")),
    /// What the consumer was to read next has left the window.
    WINDOW_PASSED(Notice.afterError("ConsumerTooSlow")),
    /// Nothing came, not even a pong.
    SILENT(new Notice(1008, "no answer to pings", null)),
    /// An operator has disconnected it.
    OPERATOR(new Notice(1008, "closed by the operator", null)),
    DRAINED(new Notice(1012, "restarting, reconnect with your cursor", null)),
    OVERLOADED(new Notice(1013, "too many consumers, try again later", null)),
    FRAME_TOO_LARGE(new Notice(1009, "frame too large", null)),
    WEBSOCKET_VIOLATION(new Notice(1002, "not WebSocket", null)),
    /// The next frame at hand was not the next of this consumer: a fault of this program or of its data.
    SEQ_HOLE(new Notice(1011, "internal error", null)),
    INTERNAL_ERROR(new Notice(1011, "internal error", null));

    private final @Nullable Notice notice;

    DisconnectReason(@Nullable Notice notice) {
        this.notice = notice;
    }

    /// What the consumer is told; null when it is told nothing.
    public @Nullable Notice notice() {
        return notice;
    }

    /// @param code WebSocket close code
    /// @param text reason in the close frame
    /// @param error name in the error frame that goes before; null for no such frame
    public record Notice(int code, String text, @Nullable String error) {
        private static final int POLICY = 1008;

        private static Notice afterError(String error) {
            return new Notice(POLICY, error, error);
        }
    }
}
