package net.atrelay.fanout.websocket;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The least of an HTTP server: every request is an upgrade to the stream.
final class StreamServer implements AutoCloseable {
    /// Little, so that consumers that do not read are felt soon.
    static final int SEND_BYTES = 32 << 10;

    private final MultiThreadIoEventLoopGroup loops;
    private final Channel server;
    /// The server's side of each connection.
    final List<Channel> channels = new CopyOnWriteArrayList<>();

    /// @param sendBytes the kernel's send buffer of each connection; 0 for the system's own
    StreamServer(StreamService service, int threads, int sendBytes) {
        loops = new MultiThreadIoEventLoopGroup(threads, NioIoHandler.newFactory());
        server = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, 4_096)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channels.add(channel);
                        if (sendBytes > 0) {
                            channel.config().setOption(ChannelOption.SO_SNDBUF, sendBytes);
                        }
                        channel.pipeline()
                                .addLast(new HttpServerCodec(), new HttpObjectAggregator(8_192), new Door(service));
                    }
                })
                .bind("127.0.0.1", 0)
                .syncUninterruptibly()
                .channel();
    }

    int port() {
        return ((InetSocketAddress) server.localAddress()).getPort();
    }

    @Override
    public void close() {
        server.close().syncUninterruptibly();
        loops.shutdownGracefully(0, 5_000, TimeUnit.MILLISECONDS).awaitUninterruptibly();
    }

    static @Nullable Long cursorIn(String uri) {
        List<String> cursors = new QueryStringDecoder(uri).parameters().getOrDefault("cursor", List.of());
        return cursors.isEmpty() ? null : Long.valueOf(cursors.getFirst());
    }

    static final class Door extends SimpleChannelInboundHandler<FullHttpRequest> {
        private final StreamService service;

        Door(StreamService service) {
            super(false);
            this.service = service;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
            service.upgrade(ctx, request, cursorIn(request.uri()));
        }
    }
}
