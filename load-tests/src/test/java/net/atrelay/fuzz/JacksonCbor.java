package net.atrelay.fuzz;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.CBORParser;
import java.io.IOException;
import java.util.Arrays;
import net.atrelay.atproto.cbor.CborValue;

/// A second opinion of what CBOR bytes say.
final class JacksonCbor {
    private static final CBORFactory FACTORY = new CBORFactory();
    private static final int LINK_TAG = 42;

    private final CBORParser parser;

    private JacksonCbor(CBORParser parser) {
        this.parser = parser;
    }

    /// The bytes are one item, and Jackson reads this value in it.
    static void assertSame(CborValue value, byte[] bytes) throws IOException {
        try (CBORParser parser = FACTORY.createParser(bytes)) {
            new JacksonCbor(parser).assertNext(value);
            assertNull(parser.nextToken());
        }
    }

    private void assertNext(CborValue value) throws IOException {
        parser.nextToken();
        assertHere(value);
    }

    private void assertHere(CborValue value) throws IOException {
        JsonToken token = parser.currentToken();
        switch (value) {
            case CborValue.Text(String text) -> {
                assertEquals(JsonToken.VALUE_STRING, token);
                assertEquals(text, parser.getText());
            }
            case CborValue.Int(long number) -> {
                assertEquals(JsonToken.VALUE_NUMBER_INT, token);
                assertEquals(number, parser.getLongValue());
            }
            case CborValue.Bool(boolean flag) ->
                assertEquals(flag ? JsonToken.VALUE_TRUE : JsonToken.VALUE_FALSE, token);
            case CborValue.Null() -> assertEquals(JsonToken.VALUE_NULL, token);
            case CborValue.Bytes(byte[] bytes) -> assertArrayEquals(bytes, parser.getBinaryValue());
            case CborValue.Link(byte[] cid) -> {
                assertTrue(parser.getCurrentTags().contains(LINK_TAG));
                byte[] content = parser.getBinaryValue();
                assertEquals(0, content[0]);
                assertArrayEquals(cid, Arrays.copyOfRange(content, 1, content.length));
            }
            case CborValue.Array array -> assertArray(array);
            case CborValue.Fields fields -> assertFields(fields);
        }
    }

    private void assertArray(CborValue.Array array) throws IOException {
        assertEquals(JsonToken.START_ARRAY, parser.currentToken());
        for (CborValue element : array.elements()) {
            assertNext(element);
        }
        assertEquals(JsonToken.END_ARRAY, parser.nextToken());
    }

    private void assertFields(CborValue.Fields fields) throws IOException {
        assertEquals(JsonToken.START_OBJECT, parser.currentToken());
        for (var field : fields.fields().entrySet()) {
            assertEquals(field.getKey(), parser.nextFieldName());
            assertNext(field.getValue());
        }
        assertEquals(JsonToken.END_OBJECT, parser.nextToken());
    }
}
