package net.atrelay.atproto.stream;

/// Why a frame is not taken, and what that means for the socket it came from; the name is a metric label.
public enum FrameReason {
    /// Longer than [FrameLimits#RECEIVED_BYTES_MAX].
    FRAME_TOO_LARGE(Severity.FRAMING),
    /// Header or payload goes on past the end of the frame.
    FRAME_TRUNCATED(Severity.FRAMING),
    /// More than a header and a payload.
    FRAME_TRAILING_BYTES(Severity.FRAMING),
    /// Not CBOR, or CBOR that RFC 8949 calls invalid: duplicate keys, bad UTF-8, reserved heads.
    FRAME_CBOR_INVALID(Severity.FRAMING),
    /// Header or payload is something else than a map.
    FRAME_NOT_MAPS(Severity.FRAMING),
    /// Header without `op`, or with one that is no integer.
    HEADER_OP(Severity.FRAMING),
    /// Header of a message without `t`, or with one that is no text.
    HEADER_TYPE(Severity.FRAMING),

    /// Sound CBOR that DRISL cannot say: floats, foreign tags, other key types, excessive nesting.
    PAYLOAD_NOT_DRISL(Severity.PAYLOAD),
    MISSING_FIELD(Severity.PAYLOAD),
    WRONG_TYPE(Severity.PAYLOAD),
    /// `seq` outside 1 to 2^53 - 1.
    SEQ_RANGE(Severity.PAYLOAD),
    DID_SYNTAX(Severity.PAYLOAD),
    TID_SYNTAX(Severity.PAYLOAD),
    DATETIME_SYNTAX(Severity.PAYLOAD),
    /// A link that is no CIDv1 SHA-256, or not dag-cbor where it must be.
    CID_FORM(Severity.PAYLOAD),
    /// `blocks` empty or above its limit.
    BLOCKS_SIZE(Severity.PAYLOAD),
    OPS_TOO_MANY(Severity.PAYLOAD),
    /// An `action` other than create, update and delete.
    OP_ACTION(Severity.PAYLOAD),
    OP_PATH(Severity.PAYLOAD),
    OP_DUPLICATE_PATH(Severity.PAYLOAD),
    /// `cid` and `prev` do not fit the action.
    OP_SHAPE(Severity.PAYLOAD),
    /// Could not be sent on with [FrameLimits#EMITTED_BYTES_MAX] kept.
    TOO_LARGE_TO_EMIT(Severity.PAYLOAD);

    private final Severity severity;

    FrameReason(Severity severity) {
        this.severity = severity;
    }

    public Severity severity() {
        return severity;
    }

    /// What follows for the sender.
    public enum Severity {
        /// The stream cannot be trusted further: disconnect.
        FRAMING,
        /// This one message is dropped and counted; the stream goes on.
        PAYLOAD
    }
}
