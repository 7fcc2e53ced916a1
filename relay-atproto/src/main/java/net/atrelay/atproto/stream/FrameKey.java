package net.atrelay.atproto.stream;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.atrelay.atproto.cbor.CborReader;
import net.atrelay.atproto.cbor.Extent;

/// The keys of headers, payloads and ops that a relay reads. All fit into 8 bytes, so that finding one is comparing
/// longs.
enum FrameKey {
    T("t"),
    OP("op"),
    OPS("ops"),
    REV("rev"),
    SEQ("seq"),
    DID("did"),
    CID("cid"),
    REPO("repo"),
    TIME("time"),
    PATH("path"),
    PREV("prev"),
    NAME("name"),
    BLOBS("blobs"),
    SINCE("since"),
    ERROR("error"),
    BLOCKS("blocks"),
    COMMIT("commit"),
    REBASE("rebase"),
    TOO_BIG("tooBig"),
    HANDLE("handle"),
    ACTIVE("active"),
    STATUS("status"),
    ACTION("action"),
    MESSAGE("message"),
    PREV_DATA("prevData"),
    /// Any other key.
    OTHER("");

    private static final int LENGTH_MAX = 8;
    private static final FrameKey[][] BY_LENGTH = byLength();

    final String wireName;
    private final long packed;

    FrameKey(String wireName) {
        this.wireName = wireName;
        long number = 0;
        for (byte next : wireName.getBytes(StandardCharsets.US_ASCII)) {
            number = number << 8 | next;
        }
        this.packed = number;
    }

    static FrameKey of(CborReader reader, long key) {
        int length = Extent.length(key);
        if (length > LENGTH_MAX) {
            return OTHER;
        }
        long packed = reader.packed(key);
        for (FrameKey candidate : BY_LENGTH[length]) {
            if (candidate.packed == packed) {
                return candidate;
            }
        }
        return OTHER;
    }

    /// This key as one bit of a set.
    @SuppressWarnings("EnumOrdinal") // Sets live no longer than one decoding.
    int bit() {
        return 1 << ordinal();
    }

    /// The set of these keys.
    static int set(FrameKey... keys) {
        int set = 0;
        for (FrameKey key : keys) {
            set |= key.bit();
        }
        return set;
    }

    private static FrameKey[][] byLength() {
        FrameKey[][] table = new FrameKey[LENGTH_MAX + 1][];
        for (int length = 0; length <= LENGTH_MAX; length++) {
            int wanted = length;
            table[length] = Arrays.stream(values())
                    .filter(key -> key != OTHER && key.wireName.length() == wanted)
                    .toArray(FrameKey[]::new);
        }
        return table;
    }
}
