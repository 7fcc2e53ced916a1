package net.atrelay.fanout.websocket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.timeout.IdleStateHandler;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import net.atrelay.fanout.FanoutMetrics;
import net.atrelay.fanout.StreamConfig;
import net.atrelay.store.tail.RingTail;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// One consumer with the default settings on a channel without a socket, whose clock the test moves. Nothing is
/// published: such a channel's loop takes no tasks from other threads.
class StreamConsumerTest {
    private static final String PING = "8900";
    private static final byte[] PONG = {(byte) 0x8a, (byte) 0x80, 0, 0, 0, 0};

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final RingTail tail = new RingTail(1 << 20, Frames.BASE - 1);
    private final StreamService service = StreamService.start(
            StreamConfig.defaults(),
            "test",
            new StreamSource(new TailLog(tail), tail, new Rulings()),
            new FanoutMetrics(meters),
            cause -> {
                throw new AssertionError(cause);
            });
    private final EmbeddedChannel channel = new EmbeddedChannel(
            new IdleStateHandler(1, 1, 1),
            new HttpServerCodec(),
            new HttpObjectAggregator(8_192),
            new StreamServer.Door(service));

    @BeforeEach
    void upgrade() {
        channel.freezeTime();
        String request = WireConsumer.request(null);
        channel.writeInbound(Unpooled.copiedBuffer(request, StandardCharsets.US_ASCII));
        assertTrue(String.valueOf(written()).startsWith(ascii("HTTP/1.1 101")));
    }

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
        service.close();
        assertEquals(List.of(), service.consumers());
    }

    @Test
    void anIdleConsumerIsPingedAtLeastEveryTenSeconds() {
        for (int minute = 0; minute < 5; minute++) {
            int pings = 0;
            for (int i = 0; i < 6; i++) {
                List<String> frames = advance(10);
                assertTrue(frames.contains(PING), "pings in ten seconds");
                pings += frames.size();
                channel.writeInbound(Unpooled.wrappedBuffer(PONG.clone()));
            }
            assertTrue(pings <= 8, "pings in a minute: " + pings);
        }
        assertTrue(channel.isActive());
    }

    @Test
    void aSilentConsumerIsToldSoAfterItsTime() {
        assertFalse(advance(88).stream().anyMatch(frame -> frame.startsWith("88")));
        List<String> frames = advance(3);

        assertEquals("8814" + "03f0" + ascii("no answer to pings"), frames.getLast());
        assertTrue(channel.isActive());
        advance(6);
        assertFalse(channel.isActive());
    }

    @Test
    void nothingThatWatchedTheRequestStays() {
        assertNull(channel.pipeline().get(IdleStateHandler.class));
        assertInstanceOf(StreamConsumer.class, channel.pipeline().last());
    }

    /// Moves the clock second by second; what was written meanwhile, in hexadecimal.
    private List<String> advance(int seconds) {
        List<String> frames = new ArrayList<>();
        for (int i = 0; i < seconds; i++) {
            channel.advanceTimeBy(1, TimeUnit.SECONDS);
            channel.runPendingTasks();
            for (String frame = written(); frame != null; frame = written()) {
                frames.add(frame);
            }
        }
        return frames;
    }

    private static String ascii(String text) {
        return WireConsumer.hex(text.getBytes(StandardCharsets.US_ASCII));
    }

    /// The next that was written, in hexadecimal; null when there is nothing.
    private @Nullable String written() {
        ByteBuf written = channel.readOutbound();
        if (written == null) {
            return null;
        }
        byte[] bytes = new byte[written.readableBytes()];
        written.readBytes(bytes);
        written.release();
        return WireConsumer.hex(bytes);
    }
}
