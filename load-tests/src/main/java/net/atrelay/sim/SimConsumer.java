package net.atrelay.sim;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import net.atrelay.sim.http.Loops;
import org.jspecify.annotations.Nullable;

/// A consumer of a relay's stream: connects, hands every binary frame on, and comes back with its cursor when cut off.
///
/// Frames arrive on one event loop, in order. What was recorded can be read from any thread.
public final class SimConsumer implements AutoCloseable {

    private static final int FRAME_BYTES_MAX = 5_000_000;
    private static final long RECONNECT_MILLIS = 200;

    private final Loops loops;
    private final URI relay;
    private final Listener listener;
    private volatile @Nullable Long cursor;
    private volatile @Nullable Channel channel;
    private volatile boolean closed;
    private final AtomicInteger connects = new AtomicInteger();
    private volatile @Nullable Integer closeCode;

    /// A frame that came out. `seq` is absent in `#info` and error frames.
    public record Received(@Nullable Long seq, byte[] frame) {}

    /// Takes frames on the event loop.
    @FunctionalInterface
    public interface Listener {

        /// The next binary frame.
        void onFrame(Received received);
    }

    /// Begins to connect.
    ///
    /// @param relay such as `ws://127.0.0.1:2470`
    /// @param cursor where to resume; null for the live tip
    public SimConsumer(Loops loops, URI relay, @Nullable Long cursor, Listener listener) {
        this.loops = loops;
        this.relay = relay;
        this.cursor = cursor;
        this.listener = listener;
        connect();
    }

    /// Keeps frames in memory until a test has looked at them.
    public static final class Recorder implements Listener {

        private final List<Received> frames = new ArrayList<>();

        @Override
        public synchronized void onFrame(Received received) {
            frames.add(received);
            notifyAll();
        }

        /// What came so far.
        public synchronized List<Received> frames() {
            return List.copyOf(frames);
        }

        /// Waits until the frames so far satisfy a condition; false when time is up first.
        public synchronized boolean await(Predicate<List<Received>> condition, Duration atMost)
                throws InterruptedException {
            long deadline = System.nanoTime() + atMost.toNanos();
            while (!condition.test(frames)) {
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (left <= 0) {
                    return false;
                }
                wait(left);
            }
            return true;
        }

        /// Waits for at least so many frames.
        public boolean await(int count, Duration atMost) throws InterruptedException {
            return await(all -> all.size() >= count, atMost);
        }
    }

    /// The last sequence number seen, or the cursor it began with.
    public @Nullable Long cursor() {
        return cursor;
    }

    /// Handshakes that succeeded.
    public int connects() {
        return connects.get();
    }

    /// The code of the last close frame; null before there was one.
    public @Nullable Integer closeCode() {
        return closeCode;
    }

    /// Whether a stream is open now.
    public boolean isConnected() {
        Channel now = channel;
        return now != null && now.isActive();
    }

    /// Stops or goes on reading the socket, as a slow consumer does.
    public void pause(boolean stop) {
        Channel now = channel;
        if (now != null) {
            now.config().setAutoRead(!stop);
        }
    }

    /// Cuts the connection; the consumer comes back with its cursor.
    public void disconnect() {
        Channel now = channel;
        if (now != null) {
            now.close();
        }
    }

    @Override
    public void close() {
        closed = true;
        disconnect();
    }

    private void connect() {
        if (closed) {
            return;
        }
        Long from = cursor;
        URI uri = relay.resolve("/xrpc/com.atproto.sync.subscribeRepos" + (from == null ? "" : "?cursor=" + from));
        Bootstrap bootstrap = new Bootstrap()
                .group(loops.group())
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel opened) {
                        initialize(opened, uri);
                    }
                });
        bootstrap.connect(uri.getHost(), uri.getPort()).addListener(done -> {
            if (!done.isSuccess()) {
                reconnectLater();
            }
        });
    }

    private void initialize(Channel opened, URI uri) {
        WebSocketClientProtocolConfig config = WebSocketClientProtocolConfig.newBuilder()
                .webSocketUri(uri)
                .version(WebSocketVersion.V13)
                .customHeaders(new DefaultHttpHeaders().set("User-Agent", "atrelay-sim-consumer"))
                .maxFramePayloadLength(FRAME_BYTES_MAX)
                .handleCloseFrames(false)
                .build();
        opened.pipeline()
                .addLast(new HttpClientCodec())
                .addLast(new HttpObjectAggregator(64 * 1024))
                .addLast(new WebSocketClientProtocolHandler(config))
                .addLast(new WebSocketFrameAggregator(FRAME_BYTES_MAX))
                .addLast(new FrameHandler());
    }

    private void reconnectLater() {
        if (!closed) {
            loops.group().schedule(this::connect, RECONNECT_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private final class FrameHandler extends SimpleChannelInboundHandler<WebSocketFrame> {

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event == WebSocketClientProtocolHandler.ClientHandshakeStateEvent.HANDSHAKE_COMPLETE) {
                channel = context.channel();
                connects.incrementAndGet();
                if (closed) {
                    context.close();
                }
            }
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
            if (frame instanceof BinaryWebSocketFrame) {
                byte[] bytes = new byte[frame.content().readableBytes()];
                frame.content().readBytes(bytes);
                Long seq = FrameParts.of(bytes).seq();
                if (seq != null) {
                    cursor = seq;
                }
                listener.onFrame(new Received(seq, bytes));
            } else if (frame instanceof CloseWebSocketFrame close) {
                closeCode = close.statusCode();
                context.close();
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            reconnectLater();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }
}
