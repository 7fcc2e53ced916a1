package net.atrelay.atproto.mst;

import net.atrelay.atproto.cid.Sha256;

/// The layer that a key belongs to: leading zero bits of its SHA-256, counted in pairs (spec: repository, MST
/// structure). So each layer has about a quarter of the keys of the one below.
final class KeyLayer {
    private KeyLayer() {}

    static int of(byte[] key) {
        return of(key, new byte[Sha256.BYTES]);
    }

    /// @param scratch 32 bytes for the digest
    static int of(byte[] key, byte[] scratch) {
        Sha256.into(key, 0, key.length, scratch, 0);
        int pairs = 0;
        for (byte next : scratch) {
            if (next != 0) {
                return pairs + (Integer.numberOfLeadingZeros(next & 0xff) - 24) / 2;
            }
            pairs += 4;
        }
        return pairs;
    }
}
