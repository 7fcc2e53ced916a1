package net.atrelay.atproto;

import java.util.Arrays;
import java.util.Random;
import org.jspecify.annotations.NullMarked;

/// Damages bytes in the ways that find decoder bugs: flipped bits, tellable CBOR heads, cuts, repeats.
@NullMarked
public final class Mutations {
    private static final byte[] HEADS = {
        0x00,
        0x17,
        0x18,
        0x19,
        0x1a,
        0x1b,
        0x1f,
        0x3b,
        0x58,
        0x5b,
        0x5f,
        0x78,
        0x7b,
        0x7f,
        (byte) 0x80,
        (byte) 0x9b,
        (byte) 0x9f,
        (byte) 0xa0,
        (byte) 0xbb,
        (byte) 0xbf,
        (byte) 0xd8,
        (byte) 0xf4,
        (byte) 0xf6,
        (byte) 0xf7,
        (byte) 0xf9,
        (byte) 0xfb,
        (byte) 0xff
    };

    private Mutations() {}

    /// A damaged copy, never longer than twice the input and a little.
    public static byte[] damaged(byte[] bytes, Random random) {
        byte[] result = bytes.clone();
        int times = 1 + random.nextInt(4);
        for (int i = 0; i < times; i++) {
            result = once(result, random);
        }
        return result;
    }

    private static byte[] once(byte[] bytes, Random random) {
        if (bytes.length == 0) {
            return new byte[] {(byte) random.nextInt()};
        }
        int at = random.nextInt(bytes.length);
        byte[] copy = bytes.clone();
        switch (random.nextInt(6)) {
            case 0 -> copy[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> copy[at] = (byte) random.nextInt();
            case 2 -> copy[at] = HEADS[random.nextInt(HEADS.length)];
            case 3 -> copy = Arrays.copyOf(bytes, at);
            case 4 -> copy = spliced(bytes, at, 0, new byte[] {HEADS[random.nextInt(HEADS.length)]});
            default -> copy = spliced(bytes, at, Math.min(bytes.length - at, random.nextInt(9)), new byte[0]);
        }
        return copy;
    }

    /// The bytes with `removed` of them at `at` replaced by `inserted`.
    public static byte[] spliced(byte[] bytes, int at, int removed, byte[] inserted) {
        byte[] result = new byte[bytes.length - removed + inserted.length];
        System.arraycopy(bytes, 0, result, 0, at);
        System.arraycopy(inserted, 0, result, at, inserted.length);
        System.arraycopy(bytes, at + removed, result, at + inserted.length, bytes.length - at - removed);
        return result;
    }
}
