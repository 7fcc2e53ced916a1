package net.atrelay.fanout.admin;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// The JSON object in the body of a request. Unknown fields are ignored.
final class RequestBody {
    private static final ObjectReader READER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .reader()
            .with(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

    private final JsonNode fields;

    private RequestBody(JsonNode fields) {
        this.fields = fields;
    }

    /// @throws AdminRefusal when it is no JSON object
    static RequestBody of(AdminCall call) {
        try {
            JsonNode root = READER.readTree(call.body());
            if (root != null && root.isObject()) {
                return new RequestBody(root);
            }
        } catch (IOException _) {
            // told below, as any other body that is none
        }
        throw AdminRefusal.badRequest("the body is expected to be a JSON object");
    }

    boolean has(String name) {
        return fields.has(name);
    }

    /// @throws AdminRefusal when it is absent or no text
    String text(String name) {
        JsonNode value = fields.get(name);
        if (value == null || !value.isTextual() || !isText(value.textValue())) {
            throw AdminRefusal.badRequest(name + ": a text is expected");
        }
        return value.textValue();
    }

    /// JSON can spell half a character, which nothing can store (RFC 8259 §8.2).
    private static boolean isText(String text) {
        return !text.isEmpty() && StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }

    /// @return false where it is absent
    /// @throws AdminRefusal when it is neither true nor false
    boolean flag(String name) {
        JsonNode value = fields.get(name);
        if (value != null && !value.isBoolean()) {
            throw AdminRefusal.badRequest(name + ": true or false is expected");
        }
        return value != null && value.booleanValue();
    }

    /// @return null where it is JSON's null
    /// @throws AdminRefusal when it is absent or neither a text nor null
    @Nullable
    String textOrNull(String name) {
        JsonNode value = fields.get(name);
        return value != null && value.isNull() ? null : text(name);
    }

    /// @return null where it is JSON's null
    /// @throws AdminRefusal when it is absent or neither a whole number in these bounds nor null
    @Nullable
    Long numberOrNull(String name, long min, long max) {
        JsonNode value = fields.get(name);
        if (value != null && value.isNull()) {
            return null;
        }
        boolean isNumber = value != null && value.isIntegralNumber() && value.canConvertToLong();
        if (value == null || !isNumber || value.longValue() < min || value.longValue() > max) {
            throw AdminRefusal.badRequest(
                    name + ": a whole number from " + min + " to " + max + " is expected, or null");
        }
        return value.longValue();
    }
}
