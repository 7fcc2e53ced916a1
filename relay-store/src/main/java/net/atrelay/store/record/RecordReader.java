package net.atrelay.store.record;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Reads one stored record element by element; anything unexpected is [UnreadableRecord].
public final class RecordReader implements AutoCloseable {
    private final String name;
    private final JsonParser cbor;
    private final long version;

    /// @param name what the record is, for the message
    /// @param versionMax newest layout that the caller knows
    public RecordReader(String name, int versionMax, byte[] bytes) {
        this.name = name;
        try {
            cbor = RecordWriter.CBOR.createParser(bytes);
        } catch (IOException e) {
            throw new UnreadableRecord(name + " record: not readable", e);
        }
        expect(JsonToken.START_ARRAY);
        version = number();
        if (version < 1 || version > versionMax) {
            throw new UnreadableRecord(
                    name + " record: version " + version + " (expected: at most " + versionMax + ")");
        }
    }

    /// The layout that the record was written in.
    public long version() {
        return version;
    }

    public String text() {
        String text = textOrNull();
        if (text == null) {
            throw new UnreadableRecord(name + " record: null (expected: a text)");
        }
        return text;
    }

    @Nullable
    public String textOrNull() {
        JsonToken token = next();
        if (token == JsonToken.VALUE_NULL) {
            return null;
        }
        return text(token);
    }

    /// The next text of an array; null when the array ends here (and is left).
    @Nullable
    public String textOrEnd() {
        JsonToken token = next();
        return token == JsonToken.END_ARRAY ? null : text(token);
    }

    public long number() {
        return number(next());
    }

    @Nullable
    public Long numberOrNull() {
        JsonToken token = next();
        return token == JsonToken.VALUE_NULL ? null : Long.valueOf(number(token));
    }

    /// A number that is none of an `int` is no such record's.
    public int smallNumber() {
        return small(number());
    }

    @Nullable
    public Integer smallNumberOrNull() {
        Long number = numberOrNull();
        return number == null ? null : Integer.valueOf(small(number));
    }

    /// A flag that may be absent, as 0, 1 or null.
    @Nullable
    public Boolean flagOrNull() {
        Long number = numberOrNull();
        if (number != null && number != 0 && number != 1) {
            throw new UnreadableRecord(name + " record: " + number + " (expected: 0, 1 or null)");
        }
        return number == null ? null : Boolean.valueOf(number == 1);
    }

    public boolean flag() {
        JsonToken token = next();
        if (token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE) {
            return token == JsonToken.VALUE_TRUE;
        }
        throw new UnreadableRecord(name + " record: " + token + " (expected: a boolean)");
    }

    public byte[] bytes() {
        expect(JsonToken.VALUE_EMBEDDED_OBJECT);
        try {
            return cbor.getBinaryValue();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /// The value at this index of the enum's fixed order.
    public <E> E oneOf(E[] values) {
        long index = number();
        if (index < 0 || index >= values.length) {
            throw new UnreadableRecord(name + " record: " + index + " (expected: below " + values.length + ")");
        }
        return values[(int) index];
    }

    /// Steps into an array. False when a null stands in its place.
    public boolean enterOrNull() {
        JsonToken token = next();
        if (token == JsonToken.VALUE_NULL) {
            return false;
        }
        require(token, JsonToken.START_ARRAY);
        return true;
    }

    public void leave() {
        expect(JsonToken.END_ARRAY);
    }

    /// The record's end, and nothing behind it.
    public void end() {
        leave();
        if (next() != null) {
            throw new UnreadableRecord(name + " record: more bytes (expected: the end)");
        }
    }

    @Override
    public void close() {
        try {
            cbor.close();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private String text(@Nullable JsonToken token) {
        require(token, JsonToken.VALUE_STRING);
        String text;
        try {
            text = cbor.getText();
        } catch (IOException e) {
            throw unreadable(e);
        }
        if (!isWhole(text)) {
            throw new UnreadableRecord(name + " record: half a character (expected: UTF-8)");
        }
        return text;
    }

    /// Jackson takes some bytes for UTF-8 that are none; what comes of them it does not write again.
    private static boolean isWhole(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                boolean isPair = i + 1 < text.length() && Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1));
                if (!isPair) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }

    private int small(long number) {
        if (number != (int) number) {
            throw new UnreadableRecord(name + " record: " + number + " (expected: 32 bits)");
        }
        return (int) number;
    }

    private long number(@Nullable JsonToken token) {
        require(token, JsonToken.VALUE_NUMBER_INT);
        try {
            return cbor.getLongValue();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private void expect(JsonToken expected) {
        require(next(), expected);
    }

    private void require(@Nullable JsonToken token, JsonToken expected) {
        if (token != expected) {
            throw new UnreadableRecord(name + " record: " + token + " (expected: " + expected + ")");
        }
    }

    private @Nullable JsonToken next() {
        try {
            return cbor.nextToken();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private UnreadableRecord unreadable(IOException cause) {
        return new UnreadableRecord(name + " record: not readable", cause);
    }
}
