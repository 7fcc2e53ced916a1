package net.atrelay.fanout.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.Base64;
import net.atrelay.fanout.Endpoint;
import net.atrelay.fanout.http.Decision.Ready;
import net.atrelay.fanout.http.Decision.Stream;
import net.atrelay.fanout.query.Arguments;
import net.atrelay.fanout.query.XrpcError;
import org.jspecify.annotations.Nullable;

/// Checks a GET of `subscribeRepos` before it becomes a WebSocket (protocol reference §1.1, RFC 6455 §4.2.1).
/// Pure.
final class StreamRequest {
    private static final String VERSION = "13";
    private static final int KEY_BYTES = 16;
    private static final int CURSOR_DIGITS_MAX = 16;
    /// Largest integer that every consumer reads exactly (JavaScript numbers).
    private static final long CURSOR_MAX = (1L << 53) - 1;

    private static final Reply NO_UPGRADE = Reply.refusal(
                    XrpcError.UPGRADE_REQUIRED, "this endpoint speaks WebSocket: ask for an upgrade")
            .with("Upgrade", "websocket")
            .with("Connection", "Upgrade");
    private static final Reply OTHER_VERSION = Reply.refusal(
                    XrpcError.UPGRADE_REQUIRED, "version 13 of the WebSocket protocol is spoken here")
            .with("Upgrade", "websocket")
            .with("Connection", "Upgrade")
            .with("Sec-WebSocket-Version", VERSION);
    private static final Reply BAD_KEY =
            Reply.refusal(XrpcError.INVALID_REQUEST, "Sec-WebSocket-Key: 16 bytes in base64 are expected");
    private static final Reply BAD_CURSOR =
            Reply.refusal(XrpcError.INVALID_REQUEST, "cursor: a number from 0 to 9007199254740991 is expected");

    private StreamRequest() {}

    static Decision decide(HttpHeaders headers, Arguments arguments, StreamUpgrade upgrade) {
        if (!headers.containsValue(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true)
                || !headers.containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true)) {
            return refuse(NO_UPGRADE);
        }
        if (!VERSION.equals(headers.get(HttpHeaderNames.SEC_WEBSOCKET_VERSION))) {
            return refuse(OTHER_VERSION);
        }
        if (!isKey(headers.get(HttpHeaderNames.SEC_WEBSOCKET_KEY))) {
            return refuse(BAD_KEY);
        }
        String text = arguments.text("cursor");
        Long cursor = text == null ? null : cursorOf(text);
        return text != null && cursor == null ? refuse(BAD_CURSOR) : new Stream(upgrade, cursor);
    }

    private static Decision refuse(Reply reply) {
        return new Ready(Endpoint.SUBSCRIBE_REPOS, reply);
    }

    private static boolean isKey(@Nullable String key) {
        try {
            return key != null && Base64.getDecoder().decode(key.strip()).length == KEY_BYTES;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private static @Nullable Long cursorOf(String text) {
        if (text.length() > CURSOR_DIGITS_MAX || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return null;
        }
        long cursor = Long.parseLong(text);
        return cursor <= CURSOR_MAX ? cursor : null;
    }
}
