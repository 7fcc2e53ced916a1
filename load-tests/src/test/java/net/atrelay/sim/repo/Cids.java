package net.atrelay.sim.repo;

/// Reads CIDs in tests.
final class Cids {

    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";

    private Cids() {}

    static Cid parse(String text) {
        byte[] binary = new byte[36];
        int pending = 0;
        int bits = 0;
        int at = 0;
        for (int i = 1; i < text.length(); i++) {
            pending = (pending << 5) | ALPHABET.indexOf(text.charAt(i));
            bits += 5;
            if (bits >= 8) {
                bits -= 8;
                binary[at++] = (byte) (pending >>> bits);
            }
        }
        byte[] digest = new byte[32];
        System.arraycopy(binary, 4, digest, 0, 32);
        return new Cid(digest);
    }
}
