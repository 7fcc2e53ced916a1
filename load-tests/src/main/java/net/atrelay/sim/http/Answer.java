package net.atrelay.sim.http;

import java.nio.charset.StandardCharsets;

/// What a simulated server says to a request.
public sealed interface Answer {

    /// A response, sent `delayMillis` after it was made.
    record Reply(int status, String contentType, byte[] body, long delayMillis) implements Answer {}

    /// No response at all; the connection stays open.
    record Silence() implements Answer {}

    /// A JSON response.
    static Reply json(int status, String json) {
        return new Reply(status, "application/json; charset=utf-8", json.getBytes(StandardCharsets.UTF_8), 0);
    }

    /// An XRPC error.
    static Reply error(int status, String name, String text) {
        return json(status, "{\"error\":\"" + name + "\",\"message\":\"" + text + "\"}");
    }
}
