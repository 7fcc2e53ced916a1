package net.atrelay.atproto.stream;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import net.atrelay.atproto.cbor.MalformedCbor;

/// Carries a [FrameReason] up to the public decoders; one stackless instance per reason.
final class MalformedFrame extends Exception {
    private static final long serialVersionUID = 1L;
    private static final Map<FrameReason, MalformedFrame> INSTANCES = instances();

    private final FrameReason reason;

    private MalformedFrame(FrameReason reason) {
        super(reason.name(), null, false, false);
        this.reason = reason;
    }

    static MalformedFrame because(FrameReason reason) {
        return Objects.requireNonNull(INSTANCES.get(reason));
    }

    FrameReason reason() {
        return reason;
    }

    /// What a fault of the CBOR means for the frame that it is in.
    static FrameReason reasonOf(MalformedCbor malformed) {
        return switch (malformed.reason()) {
            case TRUNCATED -> FrameReason.FRAME_TRUNCATED;
            case TRAILING_BYTES -> FrameReason.FRAME_TRAILING_BYTES;
            case RESERVED_HEAD, UTF8, DUPLICATE_KEY -> FrameReason.FRAME_CBOR_INVALID;
            case UNEXPECTED_TYPE -> FrameReason.WRONG_TYPE;
            case LINK -> FrameReason.CID_FORM;
            case INDEFINITE_LENGTH,
                    NOT_SHORTEST,
                    KEY_ORDER,
                    KEY_TYPE,
                    INTEGER_RANGE,
                    FLOAT,
                    SIMPLE_VALUE,
                    TAG,
                    TOO_DEEP,
                    TOO_LONG -> FrameReason.PAYLOAD_NOT_DRISL;
        };
    }

    private static Map<FrameReason, MalformedFrame> instances() {
        Map<FrameReason, MalformedFrame> made = new EnumMap<>(FrameReason.class);
        for (FrameReason reason : FrameReason.values()) {
            made.put(reason, new MalformedFrame(reason));
        }
        return made;
    }
}
