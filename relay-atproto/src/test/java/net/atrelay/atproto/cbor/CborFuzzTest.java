package net.atrelay.atproto.cbor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.Random;
import net.atrelay.atproto.Mutations;
import net.atrelay.atproto.Seeds;
import org.junit.jupiter.api.Test;

class CborFuzzTest {
    private static final int RUNS = 20_000;

    @Test
    void whatIsWrittenIsReadAsTheSame() {
        Seeds.forEach(RUNS, random -> {
            byte[] bytes = RandomCbor.value(random, 5).encode();
            assertArrayEquals(bytes, CborValue.decode(bytes).encode());
        });
    }

    @Test
    void whatIsAcceptedIsCanonical() {
        Seeds.forEach(RUNS, random -> {
            byte[] bytes = Mutations.damaged(RandomCbor.value(random, 4).encode(), random);
            if (isItem(bytes)) {
                assertArrayEquals(bytes, CborValue.decode(bytes).encode());
            }
        });
    }

    @Test
    void leniencyOnlyForgivesForm() {
        Seeds.forEach(RUNS, random -> {
            byte[] bytes = Mutations.damaged(RandomCbor.value(random, 4).encode(), random);
            try {
                LenientCbor lenient = new LenientCbor(bytes);
                byte[] canonical = lenient.read().encode();
                assertTrue(isItem(canonical));
                if (isItem(bytes)) {
                    assertArrayEquals(bytes, canonical);
                }
            } catch (MalformedCbor malformed) {
                assertTrue(malformed.reason().kind() != MalformedCbor.Kind.NOT_CANONICAL);
                assertTrue(!isItem(bytes));
            }
        });
    }

    @Test
    void noiseNeitherThrowsNorTakesMemory() {
        byte[] noise = new byte[4_096];
        Random filler = new Random(1);
        filler.nextBytes(noise);
        isItem(noise);
        Seeds.forEach(2_000, random -> {
            random.nextBytes(noise);
            noise[0] = (byte) (0x9b + 0x20 * random.nextInt(2));
            long before = allocatedBytes();
            isItem(noise);
            assertTrue(allocatedBytes() - before < 4_096);
        });
    }

    @Test
    void hugeLengthsTakeNoMemoryInTheLenientReaderEither() {
        byte[] hostile = {(byte) 0x9b, 0, 0, 0, 0, 0x7f, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0};
        long before = allocatedBytes();
        MalformedCbor.Reason reason = lenientReason(hostile);
        assertEquals(MalformedCbor.Reason.TRUNCATED, reason);
        assertTrue(allocatedBytes() - before < 100_000);
    }

    @Test
    void manyTinyItemsAreTooManyForTheLenientReader() {
        byte[] hostile = new byte[LenientCbor.ITEMS_MAX + 10];
        hostile[0] = (byte) 0x9f;
        assertEquals(MalformedCbor.Reason.TOO_LONG, lenientReason(hostile));
    }

    @Test
    void longKeysAreMeasuredInBytesByBothReaders() {
        String key = "\u20ac".repeat(CborReader.KEY_BYTES_MAX / 2);
        byte[] hostile = new CborValue.Fields(Map.of(key, new CborValue.Null())).encode();
        assertEquals(MalformedCbor.Reason.TOO_LONG, lenientReason(hostile));
        assertTrue(!isItem(hostile));
    }

    private static MalformedCbor.Reason lenientReason(byte[] bytes) {
        try {
            throw new AssertionError("accepted: " + new LenientCbor(bytes).read());
        } catch (MalformedCbor malformed) {
            return malformed.reason();
        }
    }

    private static boolean isItem(byte[] bytes) {
        CborReader reader = new CborReader(bytes);
        try {
            reader.skipItem();
            return reader.atEnd();
        } catch (MalformedCbor malformed) {
            return false;
        }
    }

    private static long allocatedBytes() {
        return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }
}
