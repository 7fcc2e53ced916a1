package net.atrelay.sim.repo;

import java.math.BigInteger;
import java.util.Arrays;

/// The byte forms of signatures and public keys.
final class Signatures {

    private Signatures() {}

    static byte[] compact(BigInteger r, BigInteger s) {
        byte[] out = new byte[64];
        place(r, out, 0);
        place(s, out, 32);
        return out;
    }

    static BigInteger part(byte[] signature, int from) {
        return new BigInteger(1, Arrays.copyOfRange(signature, from, from + 32));
    }

    static String multikey(int prefix0, int prefix1, byte[] point) {
        byte[] prefixed = new byte[2 + point.length];
        prefixed[0] = (byte) prefix0;
        prefixed[1] = (byte) prefix1;
        System.arraycopy(point, 0, prefixed, 2, point.length);
        return "z" + Base58.encode(prefixed);
    }

    private static void place(BigInteger value, byte[] out, int from) {
        byte[] bytes = value.toByteArray();
        int skip = Math.max(0, bytes.length - 32);
        int length = bytes.length - skip;
        System.arraycopy(bytes, skip, out, from + 32 - length, length);
    }
}
