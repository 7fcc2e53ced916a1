package net.atrelay.fanout;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/// A range of IP addresses that share their first bits (RFC 4632).
///
/// @param base any address of the range
/// @param prefixBits how many of its bits count
public record AddressBlock(InetAddress base, int prefixBits) {
    public AddressBlock {
        int most = base.getAddress().length * Byte.SIZE;
        if (prefixBits < 0 || prefixBits > most) {
            throw new IllegalArgumentException("prefixBits: " + prefixBits + " (expected: 0 to " + most + ")");
        }
    }

    /// The range written as `ADDRESS` or `ADDRESS/BITS`; null when the text is neither.
    public static @Nullable AddressBlock parse(String text) {
        int slash = text.indexOf('/');
        try {
            InetAddress base = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash));
            int all = base.getAddress().length * Byte.SIZE;
            int bits = slash < 0 ? all : Integer.parseInt(text.substring(slash + 1));
            return bits < 0 || bits > all ? null : new AddressBlock(base, bits);
        } catch (IllegalArgumentException _) {
            return null;
        }
    }

    public boolean contains(InetAddress address) {
        byte[] mine = base.getAddress();
        byte[] theirs = address.getAddress();
        if (mine.length != theirs.length) {
            return false;
        }
        for (int bit = 0; bit < prefixBits; bit += Byte.SIZE) {
            int mask = 0xff << Math.max(0, Byte.SIZE - (prefixBits - bit));
            if (((mine[bit / Byte.SIZE] ^ theirs[bit / Byte.SIZE]) & mask & 0xff) != 0) {
                return false;
            }
        }
        return true;
    }
}
