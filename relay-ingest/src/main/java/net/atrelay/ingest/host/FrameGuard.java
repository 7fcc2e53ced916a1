package net.atrelay.ingest.host;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import net.atrelay.ingest.CloseReason;
import net.atrelay.ingest.IngestConfig;
import org.jspecify.annotations.Nullable;

/// Bounds what a host may do by the WebSocket protocol without ever ending a message: fragments of one message,
/// pings and pongs. Tells the liveness check where messages end. Sits before the fragments are put together.
/// Owned by its event loop.
final class FrameGuard extends ChannelInboundHandlerAdapter {
    private final IngestConfig config;
    private final IngestClock clock;
    private final Liveness liveness;
    private final HostSocket socket;
    private long controlSinceNanos;
    private int controlFrames;
    private int fragments;

    FrameGuard(IngestConfig config, IngestClock clock, Liveness liveness, HostSocket socket) {
        this.config = config;
        this.clock = clock;
        this.liveness = liveness;
        this.socket = socket;
        controlSinceNanos = clock.nanos();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object received) {
        SocketEnd end = received instanceof WebSocketFrame frame ? onFrame(frame) : null;
        if (end == null) {
            ctx.fireChannelRead(received);
        } else {
            ReferenceCountUtil.release(received);
            socket.end(end);
        }
    }

    private @Nullable SocketEnd onFrame(WebSocketFrame frame) {
        boolean isControl = frame instanceof PingWebSocketFrame
                || frame instanceof PongWebSocketFrame
                || frame instanceof CloseWebSocketFrame;
        SocketEnd end = isControl ? onControl() : onFragment(frame.isFinalFragment());
        if (fragments == 0) {
            liveness.messageEnded();
        }
        return end;
    }

    private @Nullable SocketEnd onControl() {
        long now = clock.nanos();
        if (now - controlSinceNanos >= config.sockets().pingEvery().toNanos()) {
            controlSinceNanos = now;
            controlFrames = 0;
        }
        controlFrames++;
        return controlFrames <= config.patience().controlFramesMax()
                ? null
                : SocketEnd.of(CloseReason.CONTROL_FLOOD, "too many pings or pongs");
    }

    private @Nullable SocketEnd onFragment(boolean isFinal) {
        fragments++;
        if (fragments > config.patience().fragmentsPerMessageMax()) {
            return SocketEnd.of(CloseReason.WEBSOCKET_VIOLATION, "too many fragments of one message");
        }
        if (isFinal) {
            fragments = 0;
        }
        return null;
    }
}
