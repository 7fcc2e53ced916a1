package net.atrelay.atproto.crypto;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A public key that may sign commits: a point that has been found to lie on its curve. Equal by curve and point.
///
/// Parsing one from text costs tens of microseconds, and a verifier's first use of it some more; whoever verifies
/// often keeps the instance. It remembers the form that the verifier used last. Safe for use by any thread.
public final class PublicKey {
    private final Curve curve;
    private final byte[] compressed;
    private final byte[] uncompressed;
    /// An immutable form of this key, set without a lock: a thread that does not see it makes it again.
    private @Nullable Prepared prepared;

    private PublicKey(Curve curve, byte[] uncompressed) {
        this.curve = curve;
        this.uncompressed = uncompressed;
        this.compressed = CurvePoint.compressed(uncompressed);
    }

    /// The key of a point in its 33 or 65 bytes.
    public static ParsedKey ofPoint(Curve curve, byte[] point) {
        if (point.length != CurvePoint.COMPRESSED_BYTES && point.length != CurvePoint.UNCOMPRESSED_BYTES) {
            return new ParsedKey.Unusable(KeyReason.POINT_LENGTH);
        }
        byte[] uncompressed = CurvePoint.uncompressed(curve, point);
        return uncompressed == null
                ? new ParsedKey.Unusable(KeyReason.OFF_CURVE)
                : new ParsedKey.Usable(new PublicKey(curve, uncompressed));
    }

    public Curve curve() {
        return curve;
    }

    /// The point in its 33 bytes, as a new array.
    public byte[] toCompressed() {
        return compressed.clone();
    }

    /// The point in its 33 bytes; never written.
    byte[] compressed() {
        return compressed;
    }

    /// The point in its 65 bytes; never written.
    byte[] uncompressed() {
        return uncompressed;
    }

    @Nullable
    Prepared prepared() {
        return prepared;
    }

    void prepared(Prepared form) {
        prepared = form;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PublicKey key && curve == key.curve && Arrays.equals(compressed, key.compressed);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(compressed);
    }

    /// The key as `did:key`.
    @Override
    public String toString() {
        return DidKey.format(this);
    }

    /// A library's own form of a key. Implementations are records: their final fields make the unlocked hand-over
    /// between threads sound.
    interface Prepared {}
}
