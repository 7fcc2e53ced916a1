package net.atrelay.store.record;

import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/// Writes one stored record: a CBOR array whose first element is the version of its layout.
public final class RecordWriter {
    public static final CBORFactory CBOR = new CBORFactory();

    private RecordWriter() {}

    /// @param fields number of elements that `body` writes behind the version
    public static byte[] encode(int version, int fields, Body body) {
        try (ByteArrayBuilder out = new ByteArrayBuilder();
                CBORGenerator cbor = CBOR.createGenerator(out)) {
            cbor.writeStartArray(null, fields + 1);
            cbor.writeNumber(version);
            body.write(cbor);
            cbor.writeEndArray();
            cbor.flush();
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("encoding to memory failed", e);
        }
    }

    public static void writeText(CBORGenerator cbor, @Nullable String text) throws IOException {
        if (text == null) {
            cbor.writeNull();
        } else {
            cbor.writeString(text);
        }
    }

    public static void writeNumber(CBORGenerator cbor, @Nullable Long number) throws IOException {
        if (number == null) {
            cbor.writeNull();
        } else {
            cbor.writeNumber(number);
        }
    }

    /// Writes the elements behind the version.
    @FunctionalInterface
    public interface Body {
        void write(CBORGenerator cbor) throws IOException;
    }
}
