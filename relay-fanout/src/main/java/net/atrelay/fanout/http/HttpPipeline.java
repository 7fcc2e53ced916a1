package net.atrelay.fanout.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import net.atrelay.fanout.HttpConfig;

/// The handlers of a connection: [Deadline], Netty's codec, [RequestReader], [Conversation]. They leave when
/// the connection becomes a consumer, as [StreamUpgrade] tells.
final class HttpPipeline extends ChannelInitializer<SocketChannel> {
    private final HttpService service;

    HttpPipeline(HttpService service) {
        this.service = service;
    }

    @Override
    protected void initChannel(SocketChannel channel) {
        HttpConfig.Requests limits = service.config().requests();
        Deadline deadline = new Deadline(service.config().timeouts());
        HttpDecoderConfig decoding = new HttpDecoderConfig()
                .setMaxInitialLineLength(limits.lineBytesMax())
                .setMaxHeaderSize(limits.headerBytesMax())
                .setMaxChunkSize(limits.bodyBytesMax());
        channel.pipeline()
                .addLast(
                        deadline,
                        new HttpServerCodec(decoding),
                        new RequestReader(limits.bodyBytesMax(), service.clientAddress()),
                        new Conversation(service, deadline));
    }

    /// Makes a consumer of the connection.
    ///
    /// @param context of the [Conversation]
    static void handOver(ChannelHandlerContext context, Call call, Decision.Stream stream) {
        ChannelPipeline pipeline = context.pipeline();
        pipeline.remove(Deadline.class);
        pipeline.remove(RequestReader.class);
        HttpObjectAggregator aggregator = new HttpObjectAggregator(0);
        pipeline.replace(context.handler(), null, aggregator);
        context.channel().attr(StreamUpgrade.CLIENT).set(call.client());
        context.channel().config().setAutoRead(true);
        FullHttpRequest request = new DefaultFullHttpRequest(
                HttpVersion.HTTP_1_1,
                call.method(),
                call.target(),
                Unpooled.EMPTY_BUFFER,
                call.headers(),
                EmptyHttpHeaders.INSTANCE);
        try {
            stream.upgrade().upgrade(pipeline.context(aggregator), request, stream.cursor());
        } finally {
            request.release();
        }
    }
}
