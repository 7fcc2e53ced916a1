package net.atrelay.sim.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshakerFactory;
import java.util.concurrent.TimeUnit;

/// Hands requests to the routes and WebSocket handshakes to their stream handler.
final class RequestHandler extends SimpleChannelInboundHandler<FullHttpRequest> {

    private static final int INBOUND_FRAME_BYTES_MAX = 64 * 1024;

    private final Routes routes;

    RequestHandler(Routes routes) {
        this.routes = routes;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
        Query query = new Query(new QueryStringDecoder(request.uri()));
        if (request.headers().contains(HttpHeaderNames.UPGRADE, "websocket", true)) {
            upgrade(context, request, query);
            return;
        }
        boolean keepAlive = HttpUtil.isKeepAlive(request);
        Thread.ofVirtual().start(() -> answer(context, routes.answer(query), keepAlive));
    }

    private void upgrade(ChannelHandlerContext context, FullHttpRequest request, Query query) {
        ChannelHandler stream = routes.stream(query);
        if (stream == null) {
            answer(context, Answer.error(404, "MethodNotImplemented", "no such stream"), false);
            return;
        }
        String url = "ws://" + request.headers().get(HttpHeaderNames.HOST) + request.uri();
        WebSocketServerHandshaker handshaker =
                new WebSocketServerHandshakerFactory(url, null, false, INBOUND_FRAME_BYTES_MAX).newHandshaker(request);
        if (handshaker == null) {
            WebSocketServerHandshakerFactory.sendUnsupportedVersionResponse(context.channel());
            return;
        }
        handshaker.handshake(context.channel(), request).addListener((ChannelFuture done) -> {
            if (done.isSuccess()) {
                context.pipeline().replace(this, "stream", stream);
            }
        });
    }

    private static void answer(ChannelHandlerContext context, Answer answer, boolean keepAlive) {
        switch (answer) {
            case Answer.Silence() -> {}
            case Answer.Reply reply when reply.delayMillis() == 0 -> send(context, reply, keepAlive);
            case Answer.Reply reply ->
                context.executor()
                        .schedule(() -> send(context, reply, keepAlive), reply.delayMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private static void send(ChannelHandlerContext context, Answer.Reply reply, boolean keepAlive) {
        FullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(reply.status()), Unpooled.wrappedBuffer(reply.body()));
        response.headers().set(HttpHeaderNames.CONTENT_TYPE, reply.contentType());
        HttpUtil.setContentLength(response, reply.body().length);
        HttpUtil.setKeepAlive(response, keepAlive);
        ChannelFuture sent = context.writeAndFlush(response);
        if (!keepAlive) {
            sent.addListener(ChannelFutureListener.CLOSE);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }
}
