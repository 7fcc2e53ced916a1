package net.atrelay.atproto.car;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import net.atrelay.atproto.Mutations;
import net.atrelay.atproto.Seeds;
import net.atrelay.atproto.cbor.RandomCbor;
import net.atrelay.atproto.cid.Cid;
import org.junit.jupiter.api.Test;

class CarFuzzTest {
    @Test
    void whatIsAcceptedIsWrittenAsTheSame() {
        Seeds.forEach(10_000, random -> {
            byte[] root = RandomCbor.value(random, 2).encode();
            CarWriter writer = new CarWriter(Cid.ofDagCbor(root)).dagCbor(root);
            int more = random.nextInt(4);
            for (int i = 0; i < more; i++) {
                writer.dagCbor(RandomCbor.value(random, 2).encode());
            }
            byte[] bytes = writer.toBytes();
            assertRewrites(bytes, CarSlice.parse(bytes, CarRoots.EXACTLY_ONE), true);
            byte[] damaged = Mutations.damaged(bytes, random);
            assertRewrites(damaged, CarSlice.parse(damaged, CarRoots.EXACTLY_ONE), false);
        });
    }

    private static void assertRewrites(byte[] bytes, CarDecoded decoded, boolean mustBeTaken) {
        switch (decoded) {
            case CarSlice car -> {
                CarWriter writer = new CarWriter(car.root());
                for (int i = 0; i < car.blockCount(); i++) {
                    byte[] block = car.copyOf(car.blockOf(i));
                    writer.block(car.cidOf(i), block);
                    assertArrayEquals(block, car.copyOf(car.find(car.cidOf(i))));
                }
                assertArrayEquals(bytes, writer.toBytes());
            }
            case CarDecoded.Malformed malformed ->
                assertEquals(false, mustBeTaken, malformed.reason().name());
        }
    }
}
