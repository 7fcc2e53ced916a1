package net.atrelay.ingest.host;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.io.IOException;
import javax.net.ssl.SSLException;
import net.atrelay.ingest.CloseReason;
import org.jspecify.annotations.Nullable;

/// One socket to one host, from its upgrade to its end: the last handler of the pipeline. Copies each binary
/// message to a `byte[]` once and hands it on; answers pings; turns every way to end into one [SocketEnd]. Owned
/// by its event loop.
final class HostSocket extends SimpleChannelInboundHandler<Object> {
    private final Channel channel;
    private final Liveness liveness;
    private final SocketListener listener;
    private boolean open;
    private boolean ended;

    HostSocket(Channel channel, Liveness liveness, SocketListener listener) {
        this.channel = channel;
        this.liveness = liveness;
        this.listener = listener;
    }

    /// The upgrade is done: frames may come.
    void upgraded() {
        if (!ended) {
            open = true;
            listener.opened();
        }
    }

    /// Stops or resumes reading. While not reading, silence means nothing.
    void read(boolean reading) {
        liveness.reading(reading);
        channel.config().setAutoRead(reading);
    }

    /// Ends this socket, once; later ends are without effect.
    void end(SocketEnd end) {
        if (ended) {
            return;
        }
        ended = true;
        liveness.stop();
        if (open && channel.isActive() && end.reason() != CloseReason.PEER_CLOSED) {
            var _ = channel.writeAndFlush(
                    new CloseWebSocketFrame(end.closeCode(), end.reason().name()));
        }
        var _ = channel.close();
        listener.ended(end);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, Object received) {
        if (ended) {
            return;
        }
        switch (received) {
            case BinaryWebSocketFrame binary -> onBinary(binary.content());
            case PingWebSocketFrame ping
            when ctx.channel().isWritable() -> {
                var _ = ctx.writeAndFlush(new PongWebSocketFrame(ping.content().retain()));
            }
            case CloseWebSocketFrame close -> onClose(close);
            case TextWebSocketFrame _ -> end(SocketEnd.of(CloseReason.TEXT_FRAME, "text message"));
            default -> {
                // Pongs were seen by the liveness check, and pings of a host that does not read our pongs are left
                // alone; the end of the HTTP response has nothing to tell.
            }
        }
    }

    private void onBinary(ByteBuf content) {
        byte[] frame = new byte[content.readableBytes()];
        content.readBytes(frame);
        SocketEnd end = listener.onFrame(frame);
        if (end != null) {
            end(end);
        }
    }

    private void onClose(CloseWebSocketFrame close) {
        String detail = "close " + close.statusCode() + " " + close.reasonText();
        int answer = close.statusCode();
        var _ = channel.writeAndFlush(answer == -1 ? new CloseWebSocketFrame() : new CloseWebSocketFrame(answer, ""));
        end(SocketEnd.of(CloseReason.PEER_CLOSED, detail));
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        end(SocketEnd.of(
                open ? CloseReason.PEER_CLOSED : CloseReason.UPGRADE_REFUSED,
                open ? "connection closed" : "connection closed before the upgrade"));
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake) {
            if (handshake.isSuccess()) {
                listener.secured();
            } else {
                end(SocketEnd.of(CloseReason.TLS_FAILED, handshake.cause()));
            }
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        end(SocketEnd.of(reasonOf(cause), cause));
    }

    private CloseReason reasonOf(Throwable cause) {
        if (causeOf(cause, SSLException.class) != null) {
            return open ? CloseReason.IO_ERROR : CloseReason.TLS_FAILED;
        }
        CorruptedWebSocketFrameException corrupted = causeOf(cause, CorruptedWebSocketFrameException.class);
        if (corrupted != null) {
            return WebSocketCloseStatus.MESSAGE_TOO_BIG.equals(corrupted.closeStatus())
                    ? CloseReason.FRAME_TOO_LARGE
                    : CloseReason.WEBSOCKET_VIOLATION;
        }
        if (causeOf(cause, PrematureChannelClosureException.class) != null) {
            // The connection ended within a message, and that is what tells of it first.
            return open ? CloseReason.PEER_CLOSED : CloseReason.UPGRADE_REFUSED;
        }
        if (causeOf(cause, TooLongFrameException.class) != null) {
            return open ? CloseReason.FRAME_TOO_LARGE : CloseReason.UPGRADE_REFUSED;
        }
        return causeOf(cause, IOException.class) != null ? CloseReason.IO_ERROR : CloseReason.INTERNAL_ERROR;
    }

    private static <T extends Throwable> @Nullable T causeOf(Throwable thrown, Class<T> type) {
        Throwable cause = thrown;
        for (int depth = 0; cause != null && depth < 8; depth++) {
            if (type.isInstance(cause)) {
                return type.cast(cause);
            }
            cause = cause.getCause();
        }
        return null;
    }
}
