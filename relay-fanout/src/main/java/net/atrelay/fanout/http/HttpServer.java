package net.atrelay.fanout.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.ServerChannelRecvByteBufAllocator;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import net.atrelay.fanout.HttpConfig;
import net.atrelay.fanout.Listener;
import net.atrelay.fanout.QueryMetrics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A listening socket with its event loops and its threads for work: what both listeners are made of.
final class HttpServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);
    private static final int READ_BYTES_MIN = 512;
    private static final int READ_BYTES_FIRST = 2_048;
    private static final int READ_BYTES_MAX = 16_384;
    private static final long QUIET_MILLIS = 100;
    private static final long SHUTDOWN_MILLIS = 5_000;

    private final HttpService service;
    private final EventLoopGroup loops;
    private final Channel channel;

    private HttpServer(HttpService service, EventLoopGroup loops, Channel channel) {
        this.service = service;
        this.loops = loops;
        this.channel = channel;
    }

    /// @param onFatal told of errors of the JVM: the process must end
    /// @throws ListenException when the address cannot be listened on
    static HttpServer start(
            HttpConfig config, Listener listener, Site site, QueryMetrics metrics, Consumer<Throwable> onFatal) {
        boolean isPublic = listener == Listener.PUBLIC;
        InetSocketAddress address = isPublic ? config.publicAddress() : config.operatorAddress();
        String name = isPublic ? "relay-fanout-http" : "relay-fanout-operator";
        EventLoopGroup loops = new MultiThreadIoEventLoopGroup(
                isPublic ? config.connections().threads() : 1,
                new DefaultThreadFactory(name, true),
                NioIoHandler.newFactory());
        WorkPool pool = new WorkPool(config.queries(), listener, name + "-work", metrics);
        HttpService service = new HttpService(config, metrics, site, pool, new FaultLog(metrics, onFatal));
        ConnectionGate gate = new ConnectionGate(config.connections().connectionsMax(), listener, metrics);
        ChannelFuture bound = bootstrap(loops, gate, service).bind(address).awaitUninterruptibly();
        Throwable failure = bound.cause();
        HttpServer server = new HttpServer(service, loops, bound.channel());
        if (failure != null) {
            server.close();
            throw new ListenException(address, failure);
        }
        LOG.info("listening listener={} address={}", listener, server.address());
        return server;
    }

    InetSocketAddress address() {
        return (InetSocketAddress) channel.localAddress();
    }

    /// Closes the listening socket; each connection is closed behind its next answer.
    void stopAccepting() {
        service.stop();
        channel.close().awaitUninterruptibly();
    }

    /// Answers what has been asked, for a while, and closes all connections.
    @Override
    public void close() {
        stopAccepting();
        service.pool().close();
        // What the pool has handed over stands in the loops' queues, and a loop that shuts down closes sockets first.
        loops.forEach(loop -> loop.submit(() -> {}).awaitUninterruptibly(SHUTDOWN_MILLIS));
        loops.shutdownGracefully(QUIET_MILLIS, SHUTDOWN_MILLIS, TimeUnit.MILLISECONDS)
                .awaitUninterruptibly(2 * SHUTDOWN_MILLIS);
    }

    private static ServerBootstrap bootstrap(EventLoopGroup loops, ConnectionGate gate, HttpService service) {
        return new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, service.config().connections().backlogMax())
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(ChannelOption.RECVBUF_ALLOCATOR, oneAtATime())
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.RECVBUF_ALLOCATOR, smallReads())
                .handler(gate)
                .childHandler(new HttpPipeline(service));
    }

    /// Sockets are accepted one by one, so that the gate can stop behind any of them.
    private static RecvByteBufAllocator oneAtATime() {
        return new ServerChannelRecvByteBufAllocator();
    }

    /// Requests are small and consumers say next to nothing, while what one read brings is kept until it is
    /// served.
    private static RecvByteBufAllocator smallReads() {
        return new AdaptiveRecvByteBufAllocator(READ_BYTES_MIN, READ_BYTES_FIRST, READ_BYTES_MAX);
    }
}
