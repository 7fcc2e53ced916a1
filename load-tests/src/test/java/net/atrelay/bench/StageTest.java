package net.atrelay.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import net.atrelay.atproto.cid.Sha256;
import net.atrelay.atproto.stream.FrameDecoder;
import net.atrelay.atproto.stream.SeqSplice;
import net.atrelay.fanout.websocket.StreamService;
import net.atrelay.store.rocks.RocksStore;
import net.atrelay.verify.VerifyMetrics;
import net.atrelay.verify.core.AccountFold;
import org.junit.jupiter.api.Test;

class StageTest {
    @Test
    void theNearestNameDecides() {
        assertEquals(Stage.DECODE, Stage.ofClass(FrameDecoder.class.getName()));
        assertEquals(Stage.BATCH, Stage.ofClass(SeqSplice.class.getName()));
        assertEquals(Stage.HASH, Stage.ofClass(Sha256.class.getName()));
        assertEquals(Stage.FOLD, Stage.ofClass(AccountFold.class.getName()));
        assertEquals(Stage.SHARDS, Stage.ofClass(VerifyMetrics.class.getName()));
        assertEquals(Stage.DATABASE, Stage.ofClass(RocksStore.class.getName()));
        assertEquals(Stage.STREAM, Stage.ofClass(StreamService.class.getName()));
    }

    @Test
    void whatServesAllBelongsToNone() {
        assertNull(Stage.ofClass("java.util.HashMap"));
        assertNull(Stage.ofClass("io.netty.channel.nio.NioIoHandler"));
    }

    @Test
    void threadsAreKnownByTheKernelsNames() {
        assertEquals(Workers.SHARDS, Workers.of("relay-verify-sh"));
        assertEquals(Workers.DATABASE, Workers.of("rocksdb:low"));
        assertEquals(Workers.COMPILER, Workers.of("C2 CompilerThre"));
        assertEquals(Workers.OTHERS, Workers.of("java"));
    }
}
