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

/// Tells a quiet host from a dead one: pings, and takes anything inbound as a sign of life; but a message
/// that began must end. First handler that sees plain bytes. Owned by its event loop.
final class Liveness extends ChannelInboundHandlerAdapter {
    private final IngestConfig.Sockets limits;
    private final long messageTimeoutNanos;
    private final IngestClock clock;
    private @Nullable Runnable cancel;
    private boolean reading = true;
    private long heardAt;
    private long pingedAt;
    private boolean inMessage;
    /// Meaningless while `inMessage` is false.
    private long messageSince;

    Liveness(IngestConfig config, IngestClock clock) {
        limits = config.sockets();
        messageTimeoutNanos = config.patience().messageTimeout().toNanos();
        this.clock = clock;
    }

    /// Begins to ping.
    ///
    /// @param onDead told once when the host is dead, or stuck in a message
    void start(Channel channel, EventLoop loop, Consumer<SocketEnd> onDead) {
        heardAt = clock.nanos();
        pingedAt = heardAt;
        inMessage = false;
        scheduleNext(channel, loop, onDead);
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
        inMessage = false;
        heardAt = clock.nanos();
    }

    /// The bytes that were read last had the end of a message in them; what follows it in the same bytes is
    /// forgotten.
    void messageEnded() {
        inMessage = false;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object received) {
        heardAt = clock.nanos();
        if (!inMessage) {
            inMessage = true;
            messageSince = heardAt;
        }
        ctx.fireChannelRead(received);
    }

    private void scheduleNext(Channel channel, EventLoop loop, Consumer<SocketEnd> onDead) {
        long now = clock.nanos();
        long untilPing = pingedAt + limits.pingEvery().toNanos() - now;
        long untilDead = reading ? heardAt + limits.silenceMax().toNanos() - now : untilPing;
        long delay = Math.max(0, Math.min(untilPing, untilDead));
        cancel = clock.schedule(loop, delay, () -> onTick(channel, loop, onDead));
    }

    private void onTick(Channel channel, EventLoop loop, Consumer<SocketEnd> onDead) {
        cancel = null;
        long now = clock.nanos();
        if (reading && now - heardAt >= limits.silenceMax().toNanos()) {
            onDead.accept(SocketEnd.of(CloseReason.SILENT, "nothing heard, not even a pong"));
            return;
        }
        if (reading && inMessage && now - messageSince >= messageTimeoutNanos) {
            onDead.accept(SocketEnd.of(CloseReason.MESSAGE_TIMEOUT, "a message did not end"));
            return;
        }
        if (now - pingedAt >= limits.pingEvery().toNanos()) {
            pingedAt = now;
            // A host that does not read what we send gets no more of it than fits the buffer.
            if (channel.isWritable()) {
                var _ = channel.writeAndFlush(new PingWebSocketFrame());
            }
        }
        scheduleNext(channel, loop, onDead);
    }
}
