package net.atrelay.atproto.cbor;

/// The form of what tag 42 may hold: 0x00, then a binary CIDv1 whose multihash fills the rest. Codec and hash function
/// are not judged, since records may link to anything, but SHA-256 has its 32 bytes. CIDv0 is no link.
final class LinkForm {
    private static final int SHA2_256 = 0x12;
    private static final int MALFORMED = -1;

    private LinkForm() {}

    static boolean isLink(byte[] bytes, int offset, int length) {
        int end = offset + length;
        if (length < 5 || length > CborReader.LINK_BYTES_MAX + 1 || bytes[offset] != 0 || bytes[offset + 1] != 1) {
            return false;
        }
        int hash = behindVarint(bytes, offset + 2, end);
        if (hash == MALFORMED) {
            return false;
        }
        int size = behindVarint(bytes, hash, end);
        if (size == MALFORMED || size >= end) {
            return false;
        }
        int digestBytes = bytes[size];
        boolean sized = digestBytes >= 0 && size + 1 + digestBytes == end;
        return sized && (size != hash + 1 || bytes[hash] != SHA2_256 || digestBytes == 32);
    }

    /// Whether the hash function of a well-formed link is SHA-256.
    static boolean isSha256(byte[] bytes, int offset) {
        int last = offset + 2;
        while (bytes[last] < 0) {
            last++;
        }
        return bytes[last + 1] == SHA2_256;
    }

    /// Offset behind the minimal varint (at most 9 bytes) that starts here.
    private static int behindVarint(byte[] bytes, int offset, int end) {
        for (int i = offset; i < end && i < offset + 9; i++) {
            if (bytes[i] >= 0) {
                boolean minimal = i == offset || bytes[i] != 0;
                return minimal ? i + 1 : MALFORMED;
            }
        }
        return MALFORMED;
    }
}
