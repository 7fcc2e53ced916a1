package net.atrelay.atproto.stream;

import java.util.List;
import net.atrelay.atproto.cbor.CborValue;

/// Short names for values that tests put into frames.
final class Fields {
    private Fields() {}

    static CborValue text(String value) {
        return new CborValue.Text(value);
    }

    static CborValue integer(long value) {
        return new CborValue.Int(value);
    }

    static CborValue bool(boolean value) {
        return new CborValue.Bool(value);
    }

    static CborValue bytes(int length) {
        return new CborValue.Bytes(new byte[length]);
    }

    static CborValue nothing() {
        return new CborValue.Null();
    }

    static CborValue emptyArray() {
        return new CborValue.Array(List.of());
    }
}
