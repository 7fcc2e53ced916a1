package net.atrelay.atproto.cbor;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/// Says that bytes are not DRISL-CBOR, and why. There is one instance per [Reason], made once and without stack trace,
/// so that hostile input costs no more than good input. Checked: the public decoder above catches it and returns a
/// sealed result; it never travels further.
public final class MalformedCbor extends Exception {
    private static final long serialVersionUID = 1L;
    private static final Map<Reason, MalformedCbor> INSTANCES = instances();

    private final Reason reason;

    private MalformedCbor(Reason reason) {
        super(reason.name(), null, false, false);
        this.reason = reason;
    }

    /// The instance for this reason.
    public static MalformedCbor because(Reason reason) {
        return Objects.requireNonNull(INSTANCES.get(reason));
    }

    public Reason reason() {
        return reason;
    }

    private static Map<Reason, MalformedCbor> instances() {
        Map<Reason, MalformedCbor> made = new EnumMap<>(Reason.class);
        for (Reason reason : Reason.values()) {
            made.put(reason, new MalformedCbor(reason));
        }
        return made;
    }

    /// What is wrong with the bytes; the name is a metric label.
    public enum Reason {
        /// An item goes on past the end of the input.
        TRUNCATED(Kind.INVALID),
        /// Bytes follow the last item.
        TRAILING_BYTES(Kind.INVALID),
        /// Additional information 28 to 30, or a break outside an indefinite item.
        RESERVED_HEAD(Kind.INVALID),
        /// Text that is not UTF-8 (invalid by RFC 8949 §5.3.1).
        UTF8(Kind.INVALID),
        /// A key that occurs twice in one map (invalid by RFC 8949 §5.3.1).
        DUPLICATE_KEY(Kind.INVALID),
        /// An indefinite length.
        INDEFINITE_LENGTH(Kind.NOT_CANONICAL),
        /// An integer or a length in more bytes than it needs.
        NOT_SHORTEST(Kind.NOT_CANONICAL),
        /// Map keys out of order (length first, then bytewise).
        KEY_ORDER(Kind.NOT_CANONICAL),
        /// A map key that is not text.
        KEY_TYPE(Kind.FORBIDDEN),
        /// An integer outside signed 64 bits.
        INTEGER_RANGE(Kind.FORBIDDEN),
        /// A floating-point number of any width.
        FLOAT(Kind.FORBIDDEN),
        /// `undefined` or another simple value than false, true and null.
        SIMPLE_VALUE(Kind.FORBIDDEN),
        /// A tag other than 42.
        TAG(Kind.FORBIDDEN),
        /// Tag 42 around something else than 0x00 and a CIDv1.
        LINK(Kind.FORBIDDEN),
        /// Nesting deeper than [CborReader#DEPTH_MAX].
        TOO_DEEP(Kind.FORBIDDEN),
        /// A container or key above its limit.
        TOO_LONG(Kind.FORBIDDEN),
        /// A sound item of another type than is wanted in this place.
        UNEXPECTED_TYPE(Kind.FORBIDDEN);

        private final Kind kind;

        Reason(Kind kind) {
            this.kind = kind;
        }

        public Kind kind() {
            return kind;
        }
    }

    /// How far the bytes are from DRISL.
    public enum Kind {
        /// Not CBOR at all, or CBOR that RFC 8949 calls invalid.
        INVALID,
        /// CBOR that says something DRISL can say, in another form.
        NOT_CANONICAL,
        /// CBOR that says something DRISL cannot say.
        FORBIDDEN
    }
}
