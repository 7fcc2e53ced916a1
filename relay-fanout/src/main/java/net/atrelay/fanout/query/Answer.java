package net.atrelay.fanout.query;

/// What a query gives back, before it is put into a protocol's words.
public sealed interface Answer {
    /// Done, and nothing to say.
    record Empty() implements Answer {}

    /// A JSON document; its bytes are shared by contract.
    record Json(byte[] body) implements Answer {}

    /// A text for people or robots, in UTF-8.
    ///
    /// @param contentType media type with its parameters
    record Text(String contentType, String text) implements Answer {}

    /// The answer is elsewhere.
    ///
    /// @param location absolute URL
    record Redirect(String location) implements Answer {}

    /// Not done.
    ///
    /// @param message fixed text for people
    /// @param retryAfterSeconds 0 where a retry is of no use, or the caller must judge
    record Refused(XrpcError error, String message, long retryAfterSeconds) implements Answer {
        public Refused(XrpcError error, String message) {
            this(error, message, 0);
        }

        /// The document that tells of it: `{"error", "message"}` (spec: xrpc, error responses).
        public byte[] body() {
            return JsonText.object(json -> {
                json.writeStringField("error", error.wireName());
                json.writeStringField("message", message);
            });
        }
    }
}
