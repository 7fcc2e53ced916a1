package net.atrelay.ingest.host;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketHandshakeException;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import net.atrelay.atproto.host.RetryAfter;
import net.atrelay.ingest.CloseReason;
import net.atrelay.ingest.IngestConfig;
import org.jspecify.annotations.Nullable;

/// The client's side of the WebSocket upgrade: asks, judges the answer by its head alone (a body is never read, a
/// redirect never followed), and leaves the pipeline. Owned by its event loop.
final class Upgrade extends ChannelInboundHandlerAdapter {
    private final WebSocketClientHandshaker handshaker;
    private final boolean relaysAllowed;
    private final Duration retryAfterMax;
    private final IngestClock clock;
    private final HostSocket socket;
    private @Nullable HttpResponse accepted;
    private boolean refused;

    Upgrade(WebSocketClientHandshaker handshaker, IngestConfig config, IngestClock clock, HostSocket socket) {
        this.handshaker = handshaker;
        relaysAllowed = config.relaysAllowed();
        retryAfterMax = config.retry().retryAfterMax();
        this.clock = clock;
        this.socket = socket;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        var _ = handshaker.handshake(ctx.channel());
        ctx.fireChannelActive();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object received) {
        try {
            if (refused) {
                return;
            }
            if (received instanceof HttpResponse response) {
                onHead(response);
            }
            HttpResponse head = accepted;
            if (head != null && received instanceof LastHttpContent) {
                finish(ctx, head);
            }
        } finally {
            ReferenceCountUtil.release(received);
        }
    }

    private void onHead(HttpResponse response) {
        if (!relaysAllowed && isRelay(response)) {
            refuse(CloseReason.RELAY_LOOP, "the host is a relay");
        } else if (!response.decoderResult().isSuccess()) {
            refuse(CloseReason.UPGRADE_REFUSED, "the answer is not HTTP");
        } else if (!response.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS)) {
            refuse(refusal(response));
        } else {
            accepted = response;
        }
    }

    /// By the time the last part of the HTTP answer is here, the codec has let go of the bytes behind it.
    private void finish(ChannelHandlerContext ctx, HttpResponse head) {
        try {
            handshaker.finishHandshake(
                    ctx.channel(),
                    new DefaultFullHttpResponse(
                            head.protocolVersion(),
                            head.status(),
                            Unpooled.EMPTY_BUFFER,
                            head.headers(),
                            EmptyHttpHeaders.INSTANCE));
        } catch (WebSocketHandshakeException e) {
            refuse(CloseReason.UPGRADE_REFUSED, "not a WebSocket answer");
            return;
        }
        ctx.pipeline().remove(this);
        socket.upgraded();
    }

    private void refuse(CloseReason reason, String detail) {
        refuse(SocketEnd.of(reason, detail));
    }

    private void refuse(SocketEnd end) {
        refused = true;
        socket.end(end);
    }

    private SocketEnd refusal(HttpResponse response) {
        int status = response.status().code();
        Duration dialAfter = RetryAfter.granted(
                status,
                response.headers().get(HttpHeaderNames.RETRY_AFTER),
                Instant.EPOCH.plus(clock.micros(), ChronoUnit.MICROS),
                retryAfterMax);
        return new SocketEnd(CloseReason.UPGRADE_REFUSED, "HTTP status " + status, null, dialAfter);
    }

    private static boolean isRelay(HttpResponse response) {
        for (String server : response.headers().getAll(HttpHeaderNames.SERVER)) {
            if (server.toLowerCase(Locale.ROOT).contains(IngestConfig.RELAY_TOKEN)) {
                return true;
            }
        }
        return false;
    }
}
