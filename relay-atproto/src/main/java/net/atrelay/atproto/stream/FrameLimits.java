package net.atrelay.atproto.stream;

/// Sizes of frames and of what is in them.
public final class FrameLimits {
    /// A whole received message (spec: sync, "5 MBytes").
    public static final int RECEIVED_BYTES_MAX = 5_000_000;
    /// A whole emitted message: what the strictest of the known consumers reads, 2 MiB.
    public static final int EMITTED_BYTES_MAX = 2_097_152;
    /// `ops` of a `#commit` (lexicon).
    public static final int OPS_MAX = 200;
    /// `blocks` of a `#commit` (lexicon).
    public static final int COMMIT_BLOCKS_BYTES_MAX = 2_000_000;
    /// `blocks` of a `#sync` (lexicon).
    public static final int SYNC_BLOCKS_BYTES_MAX = 10_000;
    /// Highest `seq` (spec: event stream).
    public static final long SEQ_MAX = (1L << 53) - 1;

    /// Encoded length of [#SEQ_MAX].
    static final int SEQ_BYTES_MAX = 9;
    /// Room for a replaced handle or status when `#identity` and `#account` are encoded anew.
    static final int REENCODING_ROOM_BYTES = 1_024;

    private FrameLimits() {}
}
