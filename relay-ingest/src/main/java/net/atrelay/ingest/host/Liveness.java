package net.atrelay.ingest.host;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import java.util.function.Consumer;
import net.atrelay.ingest.CloseReason;
import net.atrelay.ingest.IngestConfig;
import org.jspecify.annotations.Nullable;

/// Tells a quiet host from a dead one: pings, and takes anything inbound as a sign of life. First handler that
/// sees plain bytes. Owned by its event loop.
final class Liveness extends ChannelInboundHandlerAdapter {
    private final IngestConfig.Sockets limits;
    private final IngestClock clock;
    private @Nullable Runnable cancel;
    private boolean reading = true;
    private long heardAt;
    private long pingedAt;

    Liveness(IngestConfig.Sockets limits, IngestClock clock) {
        this.limits = limits;
        this.clock = clock;
    }

    /// Begins to ping.
    ///
    /// @param onSilence told once when the host is dead
    void start(Channel channel, EventLoop loop, Consumer<SocketEnd> onSilence) {
        heardAt = clock.nanos();
        pingedAt = heardAt;
        scheduleNext(channel, loop, onSilence);
    }

    void stop() {
        if (cancel != null) {
            cancel.run();
            cancel = null;
        }
    }

    /// While the socket is not read, nothing can be heard.
    void reading(boolean now) {
        reading = now;
        heardAt = clock.nanos();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object received) {
        heardAt = clock.nanos();
        ctx.fireChannelRead(received);
    }

    private void scheduleNext(Channel channel, EventLoop loop, Consumer<SocketEnd> onSilence) {
        long now = clock.nanos();
        long untilPing = pingedAt + limits.pingEvery().toNanos() - now;
        long untilDead = reading ? heardAt + limits.silenceMax().toNanos() - now : untilPing;
        long delay = Math.max(0, Math.min(untilPing, untilDead));
        cancel = clock.schedule(loop, delay, () -> onTick(channel, loop, onSilence));
    }

    private void onTick(Channel channel, EventLoop loop, Consumer<SocketEnd> onSilence) {
        cancel = null;
        long now = clock.nanos();
        if (reading && now - heardAt >= limits.silenceMax().toNanos()) {
            onSilence.accept(SocketEnd.of(CloseReason.SILENT, "nothing heard, not even a pong"));
            return;
        }
        if (now - pingedAt >= limits.pingEvery().toNanos()) {
            pingedAt = now;
            var _ = channel.writeAndFlush(new PingWebSocketFrame());
        }
        scheduleNext(channel, loop, onSilence);
    }
}
