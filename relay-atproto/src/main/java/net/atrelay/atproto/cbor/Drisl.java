package net.atrelay.atproto.cbor;

/// Whole-block checks, for blocks of which only validity matters.
public final class Drisl {
    private Drisl() {}

    /// Whether these bytes are exactly one DRISL map: what a relay asks of a record (protocol: records are not judged
    /// further).
    public static boolean isValidMap(byte[] bytes, int offset, int length) {
        CborReader reader = new CborReader(bytes, offset, offset + length);
        try {
            if (reader.nextMajor() != CborReader.MAP) {
                return false;
            }
            reader.skipItem();
            return reader.atEnd();
        } catch (MalformedCbor malformed) {
            return false;
        }
    }
}
