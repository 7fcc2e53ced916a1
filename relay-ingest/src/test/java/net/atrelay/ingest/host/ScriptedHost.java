package net.atrelay.ingest.host;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshakerFactory;
import io.netty.handler.ssl.SslContext;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A host on a loopback port that does what the test says at each visit.
public final class ScriptedHost implements AutoCloseable {
    private final MultiThreadIoEventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final Channel server;
    private final @Nullable SslContext tls;
    private final Consumer<Visit> script;
    private final List<Channel> sockets = new CopyOnWriteArrayList<>();
    final List<Visit> visits = new CopyOnWriteArrayList<>();
    final AtomicInteger requests = new AtomicInteger();
    final HttpHeaders answerHeaders = new DefaultHttpHeaders();
    volatile @Nullable Supplier<FullHttpResponse> refusal;
    volatile boolean deaf;
    volatile boolean mute;

    public ScriptedHost(Consumer<Visit> script) {
        this(script, null);
    }

    ScriptedHost(Consumer<Visit> script, @Nullable SslContext tls) {
        this.script = script;
        this.tls = tls;
        server = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        sockets.add(channel);
                        fill(channel);
                    }
                })
                .bind("127.0.0.1", 0)
                .syncUninterruptibly()
                .channel();
    }

    /// Has upgrades answered by "503", or again as usual.
    public void refuse(boolean refuses) {
        refusal = refuses
                ? () -> new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.SERVICE_UNAVAILABLE)
                : null;
    }

    /// Has each answer to an upgrade carry a header more.
    public void answerHeader(String name, String value) {
        answerHeaders.set(name, value);
    }

    public String hostname() {
        return "localhost:" + ((InetSocketAddress) server.localAddress()).getPort();
    }

    Visit visit(int number) {
        Until.holds("visit " + number, () -> visits.size() >= number);
        return visits.get(number - 1);
    }

    @Override
    public void close() {
        server.close().syncUninterruptibly();
        sockets.forEach(socket -> socket.close().syncUninterruptibly());
        var _ = loops.shutdownGracefully(0, 1_000, java.util.concurrent.TimeUnit.MILLISECONDS);
    }

    private void fill(Channel channel) {
        SslContext context = tls;
        if (context != null) {
            channel.pipeline().addLast(context.newHandler(channel.alloc()));
        }
        channel.pipeline().addLast(new HttpServerCodec(), new HttpObjectAggregator(8_192), new Visitor());
    }

    /// One open socket.
    public static final class Visit {
        final int number;
        final @Nullable Long cursor;
        final HttpHeaders headers;
        private final Channel channel;
        final List<Integer> closeCodes = new CopyOnWriteArrayList<>();
        final AtomicInteger pings = new AtomicInteger();
        private final AtomicInteger pongs = new AtomicInteger();

        Visit(int number, @Nullable Long cursor, HttpHeaders headers, Channel channel) {
            this.number = number;
            this.cursor = cursor;
            this.headers = headers;
            this.channel = channel;
        }

        Visit send(byte[]... frames) {
            for (byte[] frame : frames) {
                var _ = channel.writeAndFlush(new BinaryWebSocketFrame(Unpooled.wrappedBuffer(frame)));
            }
            return this;
        }

        void sendText(String text) {
            var _ = channel.writeAndFlush(new TextWebSocketFrame(text));
        }

        void ping() {
            var _ = channel.writeAndFlush(new PingWebSocketFrame());
        }

        /// Waits until all that was sent is dealt with: a ping is answered after what came before it.
        void awaitDealtWith() {
            int before = pongs.get();
            ping();
            Until.holds("a pong", () -> pongs.get() > before);
        }

        public void drop() {
            var _ = channel.close();
        }

        boolean isOpen() {
            return channel.isActive();
        }
    }

    private final class Visitor extends SimpleChannelInboundHandler<Object> {
        private @Nullable Visit visit;

        @Override
        protected void channelRead0(ChannelHandlerContext ctx, Object received) {
            Visit now = visit;
            if (received instanceof FullHttpRequest request) {
                onRequest(ctx, request);
            } else if (received instanceof PingWebSocketFrame ping && !deaf) {
                var _ = ctx.writeAndFlush(new PongWebSocketFrame(ping.content().retain()));
            } else if (received instanceof CloseWebSocketFrame close && now != null) {
                now.closeCodes.add(close.statusCode());
            }
            if (received instanceof PingWebSocketFrame && now != null) {
                now.pings.incrementAndGet();
            } else if (received instanceof PongWebSocketFrame && now != null) {
                now.pongs.incrementAndGet();
            }
        }

        private void onRequest(ChannelHandlerContext ctx, FullHttpRequest request) {
            requests.incrementAndGet();
            if (mute) {
                return;
            }
            Supplier<FullHttpResponse> refused = refusal;
            if (refused != null) {
                var _ = ctx.writeAndFlush(refused.get()).addListener(ChannelFutureListener.CLOSE);
                return;
            }
            List<String> cursors =
                    new QueryStringDecoder(request.uri()).parameters().getOrDefault("cursor", List.of());
            Long cursor = cursors.isEmpty() ? null : Long.valueOf(cursors.getFirst());
            var handshaker =
                    new WebSocketServerHandshakerFactory("ws://" + hostname(), null, false).newHandshaker(request);
            HttpHeaders headers = request.headers().copy();
            var _ = handshaker
                    .handshake(ctx.channel(), request, answerHeaders, ctx.newPromise())
                    .addListener(_ -> {
                        Visit opened = new Visit(visits.size() + 1, cursor, headers, ctx.channel());
                        visit = opened;
                        visits.add(opened);
                        script.accept(opened);
                    });
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            var _ = ctx.close();
        }
    }
}
