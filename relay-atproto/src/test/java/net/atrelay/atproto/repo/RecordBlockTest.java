package net.atrelay.atproto.repo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HexFormat;
import net.atrelay.atproto.car.CarRoots;
import net.atrelay.atproto.car.CarSlice;
import net.atrelay.atproto.car.CarWriter;
import net.atrelay.atproto.cbor.CborWriter;
import net.atrelay.atproto.cid.Cid;
import org.junit.jupiter.api.Test;

class RecordBlockTest {
    private static final byte[] RECORD =
            new CborWriter().mapHeader(1).text("a").integer(1).toBytes();

    @Test
    void aMapIsARecord() {
        assertEquals(RecordBlock.SOUND, state(RECORD));
        assertEquals(RecordBlock.SOUND, state(new CborWriter().mapHeader(0).toBytes()));
        assertEquals(
                RecordBlock.MALFORMED, state(new CborWriter().arrayHeader(0).toBytes()));
        assertEquals(RecordBlock.MALFORMED, state(new byte[0]));
        assertEquals(RecordBlock.MALFORMED, state(HexFormat.of().parseHex("a1616101ff")));
        assertEquals(RecordBlock.MALFORMED, state(HexFormat.of().parseHex("a16161fb3ff0000000000000")));
    }

    @Test
    void theBlockMustBeThere() {
        CarSlice slice = slice(RECORD);
        assertEquals(RecordBlock.SOUND, RecordBlock.of(slice, Cid.ofDagCbor(RECORD)));
        assertEquals(RecordBlock.MISSING, RecordBlock.of(slice, Cid.ofDagCbor(new byte[0])));
    }

    @Test
    void oneMebibyteIsTheLimit() {
        assertEquals(RecordBlock.SOUND, state(ofLength(1_000_001)));
        assertEquals(RecordBlock.SOUND, state(ofLength(RecordBlock.BYTES_MAX)));
        assertEquals(RecordBlock.TOO_LARGE, state(ofLength(RecordBlock.BYTES_MAX + 1)));
    }

    private static byte[] ofLength(int length) {
        int overhead =
                new CborWriter().mapHeader(1).text("a").bytes(new byte[1 << 17]).size() - (1 << 17);
        byte[] record = new CborWriter()
                .mapHeader(1)
                .text("a")
                .bytes(new byte[length - overhead])
                .toBytes();
        assertEquals(length, record.length);
        return record;
    }

    private static RecordBlock state(byte[] block) {
        return RecordBlock.of(slice(block), Cid.ofDagCbor(block));
    }

    private static CarSlice slice(byte[] block) {
        CarWriter car = new CarWriter(Cid.ofDagCbor(block)).dagCbor(block);
        return (CarSlice) CarSlice.parse(car.toBytes(), CarRoots.EXACTLY_ONE);
    }
}
