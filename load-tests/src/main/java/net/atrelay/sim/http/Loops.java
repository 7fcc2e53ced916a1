package net.atrelay.sim.http;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;

/// The few threads all simulated servers and clients of one world share.
public final class Loops implements AutoCloseable {

    private final EventLoopGroup group;

    /// Starts no thread before it is needed.
    public Loops(int threads) {
        group = new MultiThreadIoEventLoopGroup(
                threads, new DefaultThreadFactory("sim-net", true), NioIoHandler.newFactory());
    }

    /// The event loops.
    public EventLoopGroup group() {
        return group;
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 2, java.util.concurrent.TimeUnit.SECONDS).awaitUninterruptibly(5_000);
    }
}
