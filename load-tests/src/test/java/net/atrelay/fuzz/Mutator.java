package net.atrelay.fuzz;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/// Changes inputs a little, for the few mutations that run among all tests; the fuzzer has its own way.
final class Mutator {
    private static final byte[] SHARP = {0, 1, 23, 24, 25, 26, 27, 0x7f, -1, -128, '"', '/', '.', ':', '%', '0', 'A'};

    private final SplittableRandom random;
    private final List<byte[]> seeds;

    Mutator(long seed, List<byte[]> seeds) {
        random = new SplittableRandom(seed);
        this.seeds = seeds;
    }

    byte[] next() {
        byte[] bytes = any().clone();
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            bytes = changed(bytes);
        }
        return bytes;
    }

    private byte[] any() {
        return seeds.get(random.nextInt(seeds.size()));
    }

    private byte[] changed(byte[] bytes) {
        if (bytes.length == 0) {
            return any().clone();
        }
        int at = random.nextInt(bytes.length);
        switch (random.nextInt(6)) {
            case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> bytes[at] = SHARP[random.nextInt(SHARP.length)];
            case 2 -> {
                return Arrays.copyOf(bytes, at);
            }
            case 3 -> {
                return spliced(bytes, at, at, new byte[] {SHARP[random.nextInt(SHARP.length)]});
            }
            case 4 -> {
                return spliced(bytes, at, Math.min(bytes.length, at + 1 + random.nextInt(8)), new byte[0]);
            }
            default -> {
                byte[] other = any();
                int from = random.nextInt(other.length + 1);
                return spliced(bytes, at, at, Arrays.copyOfRange(other, from, Math.min(other.length, from + 40)));
            }
        }
        return bytes;
    }

    private static byte[] spliced(byte[] bytes, int from, int to, byte[] between) {
        byte[] spliced = new byte[bytes.length - (to - from) + between.length];
        System.arraycopy(bytes, 0, spliced, 0, from);
        System.arraycopy(between, 0, spliced, from, between.length);
        System.arraycopy(bytes, to, spliced, from + between.length, bytes.length - to);
        return spliced;
    }
}
