package net.atrelay.fanout.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.util.AttributeKey;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/// Turns a connection into a consumer of the stream, and owns it from then on.
@FunctionalInterface
public interface StreamUpgrade {
    /// The client's address, behind trusted proxies the one that they name; set on every channel that is handed
    /// over.
    AttributeKey<InetAddress> CLIENT = AttributeKey.valueOf("net.atrelay.fanout.client");

    /// Called on the channel's event loop, once for a channel, and never before the answers to the client's
    /// earlier requests are written.
    ///
    /// The pipeline then holds an `HttpServerCodec` and behind it an `HttpObjectAggregator`, as Netty's
    /// `WebSocketServerHandshaker` expects and removes them, and nothing else; no time-out runs; `autoRead` is
    /// on. The request is a GET of HTTP/1.1 with `Upgrade: websocket`, `Connection: upgrade`,
    /// `Sec-WebSocket-Version: 13` and a key of 16 bytes, and without a body. Whoever implements this answers
    /// it, with the headers that this package gives all answers (`Server`, `Access-Control-Allow-Origin`) if
    /// they are wanted, and closes the channel in the end.
    ///
    /// @param context of the aggregator
    /// @param request the caller releases it
    /// @param cursor 0 to 2^53 - 1; null when the client gave none
    void upgrade(ChannelHandlerContext context, FullHttpRequest request, @Nullable Long cursor);
}
