package net.atrelay.fanout.http;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import net.atrelay.fanout.query.Answer;
import net.atrelay.fanout.query.XrpcError;
import org.jspecify.annotations.Nullable;

/// An answer in the words of HTTP. Immutable; the body's bytes are shared by contract.
///
/// @param contentType null when there is no body
/// @param headers besides those that every answer has
/// @param last whether the connection is closed behind it, as what the client sent is not understood
record Reply(int status, @Nullable String contentType, byte[] body, List<Header> headers, boolean last) {
    static final String PLAIN_TEXT = "text/plain; charset=utf-8";
    private static final String JSON = "application/json";
    private static final byte[] NOTHING = {};

    /// One header line.
    record Header(String name, String value) {}

    static Reply of(Answer answer) {
        return switch (answer) {
            case Answer.Empty _ -> of(200, null, NOTHING);
            case Answer.Json json -> of(200, JSON, json.body());
            case Answer.Text text -> of(200, text.contentType(), text.text().getBytes(StandardCharsets.UTF_8));
            case Answer.Redirect redirect -> of(302, null, NOTHING).with("Location", redirect.location());
            case Answer.Refused refused -> refusal(refused);
        };
    }

    static Reply refusal(XrpcError error, String message) {
        return refusal(new Answer.Refused(error, message));
    }

    /// Done, and not even an empty body follows.
    static Reply noContent() {
        return of(204, null, NOTHING);
    }

    Reply with(String name, String value) {
        return with(List.of(new Header(name, value)));
    }

    Reply with(List<Header> more) {
        return more.isEmpty()
                ? this
                : new Reply(
                        status,
                        contentType,
                        body,
                        Stream.concat(headers.stream(), more.stream()).toList(),
                        last);
    }

    Reply asLast() {
        return new Reply(status, contentType, body, headers, true);
    }

    private static Reply refusal(Answer.Refused refused) {
        Reply reply = of(refused.error().status(), JSON, refused.body());
        if (refused.error() == XrpcError.AUTHENTICATION_REQUIRED) {
            reply = reply.with("WWW-Authenticate", "Basic realm=\"atrelay\", charset=\"UTF-8\"");
        }
        return refused.retryAfterSeconds() == 0
                ? reply
                : reply.with("Retry-After", Long.toString(refused.retryAfterSeconds()));
    }

    private static Reply of(int status, @Nullable String contentType, byte[] body) {
        return new Reply(status, contentType, body, List.of(), false);
    }
}
