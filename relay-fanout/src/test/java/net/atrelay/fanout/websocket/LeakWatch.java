package net.atrelay.fanout.websocket;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.util.ResourceLeakDetector;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Fails on buffers that were lost without being released.
final class LeakWatch {
    private static final List<String> LEAKS = new CopyOnWriteArrayList<>();

    static {
        ByteBufUtil.setLeakListener((type, records) -> LEAKS.add(type + " " + records));
    }

    private LeakWatch() {}

    /// Lets the collector find what is lost, and the detector tell of it: it looks whenever a buffer is
    /// made.
    static void check() {
        assertEquals(ResourceLeakDetector.Level.PARANOID, ResourceLeakDetector.getLevel());
        for (int i = 0; i < 5; i++) {
            System.gc();
            ByteBufAllocator.DEFAULT.directBuffer(16).release();
        }
        assertEquals(List.of(), LEAKS);
    }
}
