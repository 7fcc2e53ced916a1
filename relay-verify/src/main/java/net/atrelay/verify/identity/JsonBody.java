package net.atrelay.verify.identity;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// A response's body read as JSON, within limits on its shape. Of members with one name the last counts, as for the
/// other implementations.
sealed interface JsonBody {
    int NESTING_MAX = 32;
    int STRING_CHARS_MAX = 16_384;
    int NAME_CHARS_MAX = 1_024;
    int NUMBER_CHARS_MAX = 100;

    JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(NESTING_MAX)
                            .maxStringLength(STRING_CHARS_MAX)
                            .maxNameLength(NAME_CHARS_MAX)
                            .maxNumberLength(NUMBER_CHARS_MAX)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /// One JSON value.
    record Value(JsonNode node) implements JsonBody {}

    /// JSON beyond the limits.
    record OverLimit() implements JsonBody {}

    /// No JSON, or something behind it.
    record NotJson() implements JsonBody {}

    static JsonBody read(byte[] body) {
        try {
            JsonNode node = MAPPER.readTree(body);
            return node == null || node.isMissingNode() ? new NotJson() : new Value(node);
        } catch (StreamConstraintsException _) {
            return new OverLimit();
        } catch (IOException _) {
            return new NotJson();
        }
    }

    /// The member of this name when it is a string that can be written as UTF-8; null when it is not: JSON can spell
    /// half a character (RFC 8259 §8.2), and nothing that holds one can be stored.
    static @Nullable String text(JsonNode object, String name) {
        JsonNode member = object.get(name);
        String text = member != null && member.isTextual() ? member.textValue() : null;
        return text != null && StandardCharsets.UTF_8.newEncoder().canEncode(text) ? text : null;
    }
}
