package net.atrelay.fanout.query;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/// Writes JSON documents into memory. The only class that writes JSON for clients.
public final class JsonText {
    private static final JsonFactory FACTORY = new JsonFactory();

    private JsonText() {}

    /// What stands in a document.
    @FunctionalInterface
    public interface Content {
        void writeTo(JsonGenerator json) throws IOException;
    }

    /// An answer of one value.
    public static Answer answerOf(Content value) {
        return new Answer.Json(value(value));
    }

    /// An answer of one object with these fields.
    public static Answer answerOfFields(Content fields) {
        return new Answer.Json(object(fields));
    }

    /// The UTF-8 of one object with these fields.
    static byte[] object(Content fields) {
        return value(json -> {
            json.writeStartObject();
            fields.writeTo(json);
            json.writeEndObject();
        });
    }

    private static byte[] value(Content value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
            value.writeTo(json);
        } catch (IOException e) {
            throw new UncheckedIOException("JSON: not written (expected: memory never fails)", e);
        }
        return bytes.toByteArray();
    }
}
