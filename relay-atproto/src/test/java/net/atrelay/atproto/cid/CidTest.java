package net.atrelay.atproto.cid;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HexFormat;
import net.atrelay.atproto.Seeds;
import org.junit.jupiter.api.Test;

class CidTest {
    private static final String EMPTY_TREE = "bafyreie5737gdxlw5i64vzichcalba3z2v5n6icifvx5xytvske7mr3hpm";
    private static final byte[] EMPTY_TREE_BLOCK = HexFormat.of().parseHex("a2616580616cf6");

    @Test
    void theEmptyTreeHasItsKnownCid() {
        Cid cid = Cid.ofDagCbor(EMPTY_TREE_BLOCK);
        assertEquals(EMPTY_TREE, cid.toString());
        assertTrue(cid.isDagCbor());
        assertEquals(cid, Cid.parse(EMPTY_TREE));
    }

    @Test
    void rawBlocksHaveAnotherCid() {
        Cid raw = Cid.ofRaw(EMPTY_TREE_BLOCK);
        assertFalse(raw.isDagCbor());
        assertTrue(raw.toString().startsWith("bafkrei"));
        assertNotEquals(Cid.ofDagCbor(EMPTY_TREE_BLOCK), raw);
    }

    @Test
    void aPieceOfAnArrayHashesAsItself() {
        byte[] embedded = new byte[EMPTY_TREE_BLOCK.length + 5];
        System.arraycopy(EMPTY_TREE_BLOCK, 0, embedded, 3, EMPTY_TREE_BLOCK.length);
        assertEquals(
                EMPTY_TREE, Cid.ofDagCbor(embedded, 3, EMPTY_TREE_BLOCK.length).toString());
    }

    @Test
    void textOfAnotherFormIsNoCid() {
        assertNull(Cid.parse(""));
        assertNull(Cid.parse(EMPTY_TREE.substring(1)));
        assertNull(Cid.parse(EMPTY_TREE + "a"));
        assertNull(Cid.parse(EMPTY_TREE.substring(0, 58)));
        assertNull(Cid.parse("B" + EMPTY_TREE.substring(1)));
        assertNull(Cid.parse(EMPTY_TREE.replace('7', '8')));
        assertNull(Cid.parse(EMPTY_TREE.replace('w', 'W')));
        // The last character holds two unused bits; they are zero in the one true text.
        assertNull(Cid.parse(EMPTY_TREE.substring(0, 58) + 'n'));
        // dag-pb
        assertNull(Cid.parse("bafybeigdyrzt5sfp7udm7hu76uh7y26nf3efuylqabf3oclgtqy55fbzdi"));
    }

    @Test
    void binaryOfAnotherFormIsNoCid() {
        byte[] binary = Cid.ofDagCbor(EMPTY_TREE_BLOCK).toBytes();
        assertEquals(EMPTY_TREE, String.valueOf(Cid.fromBytes(binary)));
        assertNull(Cid.fromBytes(Arrays.copyOf(binary, 35)));
        assertNull(Cid.fromBytes(Arrays.copyOf(binary, 37)));
        for (int i = 0; i < 4; i++) {
            byte[] changed = binary.clone();
            changed[i] ^= 1;
            assertNull(Cid.fromBytes(changed));
        }
        assertThrows(IllegalArgumentException.class, () -> Cid.at(binary, 1));
    }

    @Test
    void matchingComparesBytesInPlace() {
        Cid cid = Cid.ofDagCbor(EMPTY_TREE_BLOCK);
        byte[] buffer = new byte[40];
        cid.copyTo(buffer, 2);
        assertTrue(cid.matches(buffer, 2));
        assertFalse(cid.matches(buffer, 1));
        assertFalse(cid.matches(buffer, 5));
        assertFalse(cid.matches(buffer, -1));
    }

    @Test
    void textAndBinaryFormsAreTheSameThing() {
        Seeds.forEach(500, random -> {
            byte[] block = new byte[random.nextInt(200)];
            random.nextBytes(block);
            Cid cid = random.nextBoolean() ? Cid.ofDagCbor(block) : Cid.ofRaw(block);
            assertEquals(cid, Cid.parse(cid.toString()));
            assertEquals(cid, Cid.fromBytes(cid.toBytes()));
            assertEquals(cid.hashCode(), Cid.at(cid.toBytes(), 0).hashCode());
            assertEquals(Cid.TEXT_LENGTH, cid.toString().length());
        });
    }

    @Test
    void theCodecIsToldInPlace() {
        byte[] bytes = new byte[1 + Cid.BYTES];
        Cid.ofDagCbor(bytes).copyTo(bytes, 1);
        assertTrue(Cid.isDagCbor(bytes, 1));
        assertFalse(Cid.isDagCbor(bytes, 0));
        assertFalse(Cid.isDagCbor(bytes, 2));
        Cid.ofRaw(bytes).copyTo(bytes, 1);
        assertFalse(Cid.isDagCbor(bytes, 1));
    }

    @Test
    void aGapIsLeftOutOfTheDigest() {
        byte[] bytes = {9, 1, 2, 7, 7, 3, 9};
        byte[] wanted = {0, 1, 2, 3};
        assertArrayEquals(Sha256.of(wanted, 0, wanted.length), Sha256.ofSpliced(new byte[] {0}, bytes, 1, 3, 5, 6));
    }

    @Test
    void nobodyCanWriteIntoACid() {
        byte[] binary = Cid.ofDagCbor(EMPTY_TREE_BLOCK).toBytes();
        Cid cid = Cid.at(binary, 0);
        binary[10] ^= 1;
        cid.toBytes()[11] ^= 1;
        assertArrayEquals(Cid.ofDagCbor(EMPTY_TREE_BLOCK).toBytes(), cid.toBytes());
    }
}
