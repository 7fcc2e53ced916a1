package net.atrelay.ingest.host;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshakerFactory;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import io.netty.handler.flow.FlowControlHandler;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.atrelay.fuzz.FuzzTarget;
import net.atrelay.fuzz.Seeds;
import net.atrelay.ingest.CloseReason;
import net.atrelay.ingest.IngestConfig;
import org.jspecify.annotations.Nullable;

/// Bytes of a host on its socket: the answer to the upgrade, and what comes behind it.
public final class SocketTargets {
    private static final IngestConfig CONFIG = IngestConfig.defaults("1");
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final Pattern KEY = Pattern.compile("(?i)sec-websocket-key: (\\S+)");
    /// A channel with its handlers for each input.
    private static final int ALLOCATION_BASE = 1 << 20;

    private static final int ALLOCATION_MAX = 3_000;

    private SocketTargets() {}

    public static List<FuzzTarget> all() {
        return List.of(
                new FuzzTarget(
                        "websocket", streams(), ALLOCATION_BASE, ALLOCATION_MAX, SocketTargets::messagesAreThose),
                new FuzzTarget("upgrade", answers(), ALLOCATION_BASE, ALLOCATION_MAX, SocketTargets::onlyTheKeyOpens));
    }

    private static List<byte[]> streams() {
        return List.of(
                joined(frame(0x82, 5), frame(0x82, 200), frame(0x89, 4), frame(0x82, 0)),
                joined(frame(0x02, 3), frame(0x00, 3), frame(0x8a, 0), frame(0x80, 70_000)),
                joined(frame(0x82, 1), new byte[] {(byte) 0x88, 2, 3, (byte) 0xe8}, frame(0x82, 1)),
                joined(frame(0x81, 5), frame(0x82, 1)),
                frame(0xc2, 5));
    }

    private static List<byte[]> answers() {
        return Seeds.ofTexts(
                switching("s3pPLMBiTxaQ9kYGzzhZRbK+xOo="),
                answer("HTTP/1.1 302 Found", "Location: wss://b.example/", "Retry-After: 7"),
                answer("HTTP/1.1 429 Too Many", "Retry-After: Fri, 31 Dec 1999 23:59:59 GMT", "Content-Length: 0"),
                answer("HTTP/1.1 101 x", "Server: atrelay (atproto-relay)"),
                answer("HTTP/1.1 200 OK", "Transfer-Encoding: chunked") + answer("5", "hello", "0"));
    }

    private static String switching(String accept) {
        return answer(
                "HTTP/1.1 101 Switching Protocols",
                "Upgrade: websocket",
                "Connection: Upgrade",
                "Sec-WebSocket-Accept: " + accept);
    }

    private static String answer(String... lines) {
        return String.join("\r\n", lines) + "\r\n\r\n";
    }

    /// The binary messages that a second reading of RFC 6455 finds before the first oddity, and no others; the end is
    /// always the host's doing.
    private static void messagesAreThose(byte[] input) {
        Ear ear = new Ear();
        EmbeddedChannel channel = channel(ear);
        channel.writeInbound(Unpooled.wrappedBuffer(accepting(channel)));
        assertTrue(ear.opened);
        channel.writeInbound(Unpooled.wrappedBuffer(input));
        channel.finishAndReleaseAll();
        List<byte[]> expected = new PlainWebSocket(input, CONFIG).messages();
        assertEquals(expected.size(), ear.frames.size(), () -> "end: " + ear.end);
        for (int i = 0; i < expected.size(); i++) {
            assertArrayEquals(expected.get(i), ear.frames.get(i));
        }
        assertHostsDoing(ear);
    }

    /// Without the digest of the key that was sent, nobody gets a word in.
    private static void onlyTheKeyOpens(byte[] input) {
        Ear ear = new Ear();
        EmbeddedChannel channel = channel(ear);
        channel.writeInbound(Unpooled.wrappedBuffer(input));
        channel.finishAndReleaseAll();
        assertFalse(ear.opened);
        assertTrue(ear.frames.isEmpty());
        assertHostsDoing(ear);
    }

    private static void assertHostsDoing(Ear ear) {
        SocketEnd end = ear.end;
        assertTrue(end != null);
        assertNotEquals(CloseReason.INTERNAL_ERROR, end.reason(), end::detail);
        assertTrue(end.detail().chars().allMatch(c -> c >= ' ' && c < 0x7f));
    }

    /// The handlers of a socket, in their order.
    private static EmbeddedChannel channel(Ear ear) {
        EmbeddedChannel channel = new EmbeddedChannel();
        IngestClock clock = new StandingClock();
        Liveness liveness = new Liveness(CONFIG, clock);
        HostSocket socket = new HostSocket(channel, liveness, ear);
        Upgrade upgrade = new Upgrade(
                WebSocketClientHandshakerFactory.newHandshaker(
                        URI.create("wss://a.example/xrpc/com.atproto.sync.subscribeRepos"),
                        WebSocketVersion.V13,
                        null,
                        false,
                        new DefaultHttpHeaders(),
                        CONFIG.sockets().frameBytesMax()),
                CONFIG,
                clock,
                socket);
        channel.pipeline()
                .addLast(
                        liveness,
                        new HttpClientCodec(),
                        upgrade,
                        new FrameGuard(CONFIG, clock, liveness, socket),
                        new WebSocketFrameAggregator(CONFIG.sockets().frameBytesMax()),
                        new FlowControlHandler(),
                        socket);
        channel.pipeline().fireChannelActive();
        return channel;
    }

    /// The answer to the upgrade that the channel has asked for.
    private static byte[] accepting(EmbeddedChannel channel) {
        ByteBuf request = channel.readOutbound();
        Matcher key = KEY.matcher(request.toString(StandardCharsets.US_ASCII));
        request.release();
        assertTrue(key.find());
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1")
                    .digest((key.group(1) + GUID).getBytes(StandardCharsets.US_ASCII));
            return switching(Base64.getEncoder().encodeToString(digest)).getBytes(StandardCharsets.US_ASCII);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] frame(int head, int length) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(head);
        if (length < 126) {
            frame.write(length);
        } else if (length < 1 << 16) {
            frame.write(126);
            frame.write(length >> 8);
            frame.write(length);
        } else {
            frame.write(127);
            frame.writeBytes(new byte[4]);
            frame.writeBytes(
                    new byte[] {(byte) (length >> 24), (byte) (length >> 16), (byte) (length >> 8), (byte) length});
        }
        frame.writeBytes(new byte[length]);
        return frame.toByteArray();
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            joined.writeBytes(part);
        }
        return joined.toByteArray();
    }

    /// Hears what becomes of a socket.
    private static final class Ear implements SocketListener {
        private final List<byte[]> frames = new ArrayList<>();
        private boolean opened;
        private @Nullable SocketEnd end;

        @Override
        public void opened() {
            assertFalse(opened);
            opened = true;
        }

        @Override
        public @Nullable SocketEnd onFrame(byte[] frame) {
            assertTrue(end == null);
            frames.add(frame);
            return null;
        }

        @Override
        public void ended(SocketEnd how) {
            assertTrue(end == null);
            end = how;
        }
    }

    /// No time passes.
    private static final class StandingClock implements IngestClock {
        @Override
        public long nanos() {
            return 0;
        }

        @Override
        public long micros() {
            return 0;
        }

        @Override
        public Runnable schedule(EventLoop loop, long delayNanos, Runnable task) {
            return () -> {};
        }
    }
}
