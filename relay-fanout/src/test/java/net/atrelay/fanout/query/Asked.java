package net.atrelay.fanout.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Asks queries with arguments and looks into their answers.
final class Asked {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Asked() {}

    /// @param pairs `name=value`, not encoded
    static Arguments with(String... pairs) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (String pair : pairs) {
            int equals = pair.indexOf('=');
            values.computeIfAbsent(pair.substring(0, equals), _ -> new ArrayList<>())
                    .add(pair.substring(equals + 1));
        }
        return new Arguments("/xrpc/x?" + String.join("&", pairs), values);
    }

    static JsonNode json(Answer answer) {
        return parse(assertInstanceOf(Answer.Json.class, answer).body());
    }

    static void refuses(XrpcError error, Answer answer) {
        Answer.Refused refused = assertInstanceOf(Answer.Refused.class, answer);
        assertEquals(error, refused.error());
        JsonNode body = parse(refused.body());
        assertEquals(error.wireName(), body.get("error").textValue());
        assertEquals(refused.message(), body.get("message").textValue());
    }

    private static JsonNode parse(byte[] body) {
        try {
            return MAPPER.readTree(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
