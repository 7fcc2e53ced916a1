package net.atrelay.atproto.car;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import net.atrelay.atproto.Mutations;
import net.atrelay.atproto.Seeds;
import net.atrelay.atproto.cbor.CborWriter;
import net.atrelay.atproto.cid.Cid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CarSliceTest {
    private static final byte[] ONE = new CborWriter().text("one").toBytes();
    private static final byte[] TWO = new CborWriter().text("two").toBytes();
    private static final Cid ROOT = Cid.ofDagCbor(ONE);
    private static final int HEADER_BYTES = 59;

    @Test
    void theHeaderIsTheKnownOne() {
        String hex = HexFormat.of().formatHex(new CarWriter(ROOT).toBytes());
        assertEquals("3aa265726f6f747381d82a58250001711220", hex.substring(0, 36));
        assertEquals("6776657273696f6e01", hex.substring(hex.length() - 18));
        assertEquals(HEADER_BYTES, hex.length() / 2);
    }

    @Test
    void blocksAreFoundByCidInAnyOrder() {
        CarSlice car = parsed(new CarWriter(ROOT).dagCbor(TWO).dagCbor(ONE).toBytes());
        assertEquals(ROOT, car.root());
        assertEquals(1, car.rootCount());
        assertEquals(2, car.blockCount());
        assertArrayEquals(ONE, car.copyOf(car.find(ROOT)));
        assertArrayEquals(TWO, car.copyOf(car.find(Cid.ofDagCbor(TWO))));
        assertEquals(Cid.ofDagCbor(TWO), car.cidOf(0));
        assertArrayEquals(TWO, car.copyOf(car.blockOf(0)));
    }

    @Test
    void aBlockThatIsNotHereIsAbsent() {
        CarSlice car = parsed(new CarWriter(ROOT).dagCbor(ONE).toBytes());
        assertEquals(CarSlice.ABSENT, car.find(Cid.ofDagCbor(TWO)));
        // The same digest under the other codec is another block.
        assertEquals(CarSlice.ABSENT, car.find(Cid.ofRaw(ONE)));
        assertEquals(CarSlice.ABSENT, parsed(new CarWriter(ROOT).toBytes()).find(ROOT));
    }

    @Test
    void duplicatesAndStrangersAreTolerated() {
        CarSlice car = parsed(
                new CarWriter(ROOT).dagCbor(ONE).dagCbor(ONE).dagCbor(TWO).toBytes());
        assertEquals(3, car.blockCount());
        assertArrayEquals(ONE, car.copyOf(car.find(ROOT)));
    }

    @Test
    void aPieceOfAnArrayIsReadInPlace() {
        byte[] bytes = new CarWriter(ROOT).dagCbor(ONE).toBytes();
        byte[] frame = Mutations.spliced(new byte[20], 7, 0, bytes);
        CarSlice car = assertInstanceOf(CarSlice.class, CarSlice.parse(frame, 7, bytes.length, CarRoots.EXACTLY_ONE));
        assertArrayEquals(ONE, car.copyOf(car.find(ROOT)));
        assertEquals(
                CarReason.CAR_TRUNCATED, reasonOf(CarSlice.parse(frame, 7, bytes.length - 1, CarRoots.EXACTLY_ONE)));
    }

    @Test
    void aBlockThatLiesMakesTheCarMalformed() {
        assertEquals(
                CarReason.CAR_HASH,
                reason(new CarWriter(ROOT).dagCbor(ONE).block(ROOT, TWO).toBytes()));
    }

    @Test
    void rootsAreCounted() {
        byte[] two =
                new CarWriter(List.of(ROOT, Cid.ofDagCbor(TWO))).dagCbor(ONE).toBytes();
        assertEquals(CarReason.CAR_ROOTS, reason(two));
        CarSlice lenient = assertInstanceOf(CarSlice.class, CarSlice.parse(two, CarRoots.AT_LEAST_ONE));
        assertEquals(2, lenient.rootCount());
        assertEquals(ROOT, lenient.root());
        byte[] none = new CarWriter(List.of()).dagCbor(ONE).toBytes();
        assertEquals(CarReason.CAR_ROOTS, reason(none));
        assertEquals(CarReason.CAR_ROOTS, reasonOf(CarSlice.parse(none, CarRoots.AT_LEAST_ONE)));
        assertEquals(CarReason.CAR_CID, reason(new CarWriter(Cid.ofRaw(ONE)).toBytes()));
    }

    @Test
    void otherVersionsAreRefused() {
        byte[] bytes = new CarWriter(ROOT).toBytes();
        bytes[HEADER_BYTES - 1] = 2;
        assertEquals(CarReason.CAR_VERSION, reason(bytes));
        // CARv2 starts with a header that holds its version alone.
        assertEquals(CarReason.CAR_VERSION, reason(HexFormat.of().parseHex("0aa16776657273696f6e02")));
        assertEquals(CarReason.CAR_HEADER, reason(HexFormat.of().parseHex("0aa16776657273696f6e01")));
    }

    @Test
    void aCutIsNeverACar() {
        byte[] bytes = new CarWriter(ROOT).dagCbor(ONE).dagCbor(TWO).toBytes();
        int firstBlock = HEADER_BYTES + 1 + Cid.BYTES + ONE.length;
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            if (length == HEADER_BYTES || length == firstBlock) {
                assertInstanceOf(CarSlice.class, CarSlice.parse(cut, CarRoots.EXACTLY_ONE));
            } else {
                assertEquals(CarReason.CAR_TRUNCATED, reason(cut), "cut at " + length);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"00", "8000", "80808080808080808000", "80808080808080808001", "ffffffffffffffffff01", "a400"})
    void lengthsAreMinimalAndShort(String varint) {
        byte[] header = new CarWriter(ROOT).toBytes();
        byte[] bytes =
                Mutations.spliced(header, header.length, 0, HexFormat.of().parseHex(varint));
        assertEquals(CarReason.CAR_VARINT, reason(bytes));
    }

    @ParameterizedTest
    @ValueSource(strings = {"25", "ffffffff07", "ffffffffffffffff7f"})
    void lengthsStayWithinTheBytes(String varint) {
        byte[] header = new CarWriter(ROOT).toBytes();
        byte[] bytes =
                Mutations.spliced(header, header.length, 0, HexFormat.of().parseHex(varint));
        assertEquals(CarReason.CAR_TRUNCATED, reason(bytes));
    }

    @Test
    void aSectionStartsWithACid() {
        byte[] header = new CarWriter(ROOT).toBytes();
        assertEquals(CarReason.CAR_CID, reason(Mutations.spliced(header, header.length, 0, new byte[] {2, 1, 1})));
        byte[] section = new byte[38];
        section[0] = 37;
        assertEquals(CarReason.CAR_CID, reason(Mutations.spliced(header, header.length, 0, section)));
    }

    @Test
    void sectionsEndAtTheirLimit() {
        CarWriter writer = new CarWriter(ROOT);
        Cid empty = Cid.ofRaw(new byte[0]);
        for (int i = 0; i < CarSlice.BLOCKS_MAX; i++) {
            writer.block(empty, new byte[0]);
        }
        assertEquals(CarSlice.BLOCKS_MAX, parsed(writer.toBytes()).blockCount());
        assertEquals(
                CarReason.CAR_BLOCKS, reason(writer.block(empty, new byte[0]).toBytes()));
    }

    @Test
    void everyBlockOfALargeCarIsFound() {
        Seeds.forEach(30, random -> {
            List<byte[]> blocks = new ArrayList<>();
            CarWriter writer = new CarWriter(ROOT);
            int count = random.nextInt(300);
            for (int i = 0; i < count; i++) {
                byte[] block = new byte[random.nextInt(50)];
                random.nextBytes(block);
                blocks.add(block);
                writer.dagCbor(block);
            }
            CarSlice car = parsed(writer.toBytes());
            for (byte[] block : blocks) {
                long found = car.find(Cid.ofDagCbor(block));
                assertNotEquals(CarSlice.ABSENT, found);
                assertArrayEquals(block, car.copyOf(found));
            }
        });
    }

    private static CarSlice parsed(byte[] bytes) {
        return assertInstanceOf(CarSlice.class, CarSlice.parse(bytes, CarRoots.EXACTLY_ONE));
    }

    private static CarReason reason(byte[] bytes) {
        return reasonOf(CarSlice.parse(bytes, CarRoots.EXACTLY_ONE));
    }

    private static CarReason reasonOf(CarDecoded decoded) {
        return assertInstanceOf(CarDecoded.Malformed.class, decoded).reason();
    }
}
