package net.atrelay.fanout.websocket;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.ReadOnlyHttpHeaders;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketHandshakeException;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker13;
import io.netty.handler.ssl.SslHandler;
import java.util.Map;
import net.atrelay.fanout.StreamConfig;
import org.jspecify.annotations.Nullable;

/// Turns an HTTP connection into a stream (protocol reference §1.1): answers 101, and leaves in the
/// pipeline only TLS, the WebSocket codec and the consumer.
///
/// Offered extensions and subprotocols are passed over in silence, which RFC 6455 §4.2.2 allows:
/// compression costs more than it saves here, and no subprotocol means `xrpc.v0.cbor`.
final class Handshake {
    private final WebSocketDecoderConfig frames;
    private final WriteBufferWaterMark waterMark;
    private final HttpHeaders headers;

    /// @param server header `Server` of the answer: its name is how a relay is known (protocol reference §1.11)
    Handshake(StreamConfig config, String server) {
        headers = new ReadOnlyHttpHeaders(true, HttpHeaderNames.SERVER, server);
        // The codec would close by itself with words of its own; the consumer does it from the one table.
        frames = WebSocketDecoderConfig.newBuilder()
                .maxFramePayloadLength(config.inboundFrameBytesMax())
                .allowExtensions(false)
                .closeOnProtocolViolation(false)
                .build();
        waterMark = new WriteBufferWaterMark(
                config.buffers().lowBytes(), config.buffers().highBytes());
    }

    void upgrade(Channel channel, FullHttpRequest request, StreamConsumer consumer) {
        strip(channel.pipeline());
        channel.pipeline().addLast("stream", consumer);
        channel.config().setWriteBufferWaterMark(waterMark).setAutoRead(true);
        ChannelFuture answered = answer(channel, request);
        if (answered == null) {
            consumer.gone();
            return;
        }
        answered.addListener(_ -> {
            if (answered.isSuccess()) {
                consumer.upgraded();
            } else {
                consumer.gone();
                var _ = channel.close();
            }
        });
    }

    /// Null when it cannot be upgraded at all.
    private @Nullable ChannelFuture answer(Channel channel, FullHttpRequest request) {
        var handshaker = new WebSocketServerHandshaker13(request.uri(), null, frames);
        try {
            return handshaker.handshake(channel, request, headers, channel.newPromise());
        } catch (WebSocketHandshakeException e) {
            var refusal = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.BAD_REQUEST);
            refusal.headers().set(HttpHeaderNames.CONTENT_LENGTH, 0);
            var _ = channel.writeAndFlush(refusal).addListener(ChannelFutureListener.CLOSE);
            return null;
        }
    }

    private static void strip(ChannelPipeline pipeline) {
        for (Map.Entry<String, ChannelHandler> entry : pipeline) {
            if (!(entry.getValue() instanceof SslHandler) && !(entry.getValue() instanceof HttpServerCodec)) {
                pipeline.remove(entry.getValue());
            }
        }
    }
}
