package net.atrelay.atproto.car;

import java.util.Arrays;
import net.atrelay.atproto.cbor.Extent;
import net.atrelay.atproto.cid.Cid;

/// Where the sections of a CAR lie, and an index over them: `index` holds, sorted, 39 bits of each digest above the
/// section's number in 24 bits. Whoever chooses blocks to collide there has to grind those bits for each.
final class CarSections {
    private static final int SECTION_BITS = 24;
    private static final int DIGEST_OFFSET = 4;

    private final byte[] bytes;
    private final int[] cidOffsets;
    private final int[] blockLengths;
    private long[] index = {};
    private int count;

    /// @param countMax sections that will be added at most
    CarSections(byte[] bytes, int countMax) {
        this.bytes = bytes;
        cidOffsets = new int[countMax];
        blockLengths = new int[countMax];
    }

    void add(int cidOffset, int blockLength) {
        cidOffsets[count] = cidOffset;
        blockLengths[count] = blockLength;
        count++;
    }

    /// Makes look-up possible, once all are added.
    void index() {
        index = new long[count];
        for (int i = 0; i < count; i++) {
            index[i] = prefix(bytes, cidOffsets[i]) | i;
        }
        Arrays.sort(index);
    }

    int count() {
        return count;
    }

    int cidOffset(int section) {
        return cidOffsets[section];
    }

    long block(int section) {
        return Extent.of(cidOffsets[section] + Cid.BYTES, blockLengths[section]);
    }

    long find(byte[] cidBytes, int cidOffset) {
        long prefix = prefix(cidBytes, cidOffset);
        int at = Arrays.binarySearch(index, prefix);
        for (int i = at < 0 ? -at - 1 : at; i < count && (index[i] >>> SECTION_BITS) == prefix >>> SECTION_BITS; i++) {
            int section = (int) index[i] & (1 << SECTION_BITS) - 1;
            int candidate = cidOffsets[section];
            if (Arrays.equals(bytes, candidate, candidate + Cid.BYTES, cidBytes, cidOffset, cidOffset + Cid.BYTES)) {
                return block(section);
            }
        }
        return CarSlice.ABSENT;
    }

    /// The first 40 bits of the digest but the topmost, above 24 zero bits; never negative.
    private static long prefix(byte[] from, int cidOffset) {
        long prefix = 0;
        for (int i = 0; i < 5; i++) {
            prefix = prefix << 8 | (from[cidOffset + DIGEST_OFFSET + i] & 0xff);
        }
        return prefix << SECTION_BITS & Long.MAX_VALUE;
    }
}
