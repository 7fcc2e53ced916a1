package net.atrelay.fanout.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import net.atrelay.fanout.Listener;
import net.atrelay.fanout.QueryMetrics;

/// Counts the sockets of a listener and stops accepting while there are too many: then they wait in the kernel,
/// which is kinder to clients that dial again at once than a refusal is. Stands in the listening socket's
/// pipeline; owned by its event loop, read by any thread.
final class ConnectionGate extends ChannelInboundHandlerAdapter {
    private final int connectionsMax;
    private final Listener listener;
    private final QueryMetrics metrics;
    private volatile int open;

    ConnectionGate(int connectionsMax, Listener listener, QueryMetrics metrics) {
        this.connectionsMax = connectionsMax;
        this.listener = listener;
        this.metrics = metrics;
        metrics.watchConnections(listener, () -> open, connectionsMax);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object accepted) {
        open++;
        ((Channel) accepted).closeFuture().addListener(_ -> {
            if (!context.executor().isShuttingDown()) {
                context.executor().execute(() -> onClosed(context));
            }
        });
        if (open >= connectionsMax) {
            metrics.acceptPaused(listener);
            context.channel().config().setAutoRead(false);
        }
        context.fireChannelRead(accepted);
    }

    private void onClosed(ChannelHandlerContext context) {
        open--;
        if (open == connectionsMax - 1) {
            context.channel().config().setAutoRead(true);
        }
    }
}
