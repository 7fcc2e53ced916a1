package net.atrelay.sim.repo;

import java.math.BigInteger;

/// The base58 alphabet of Bitcoin, which multikeys are written in.
public final class Base58 {

    private static final String ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    private static final BigInteger BASE = BigInteger.valueOf(58);

    private Base58() {}

    /// The text of some bytes.
    public static String encode(byte[] bytes) {
        StringBuilder reversed = new StringBuilder();
        BigInteger rest = new BigInteger(1, bytes);
        while (rest.signum() > 0) {
            BigInteger[] parts = rest.divideAndRemainder(BASE);
            reversed.append(ALPHABET.charAt(parts[1].intValue()));
            rest = parts[0];
        }
        for (int i = 0; i < bytes.length && bytes[i] == 0; i++) {
            reversed.append('1');
        }
        return reversed.reverse().toString();
    }
}
