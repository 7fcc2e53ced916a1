package net.atrelay.fanout.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.DateFormatter;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.time.Instant;
import java.util.Date;
import java.util.List;

/// Puts a [Reply] into Netty's form, with the headers that every answer has. Stateless.
final class Responses {
    private final String server;
    private final List<Reply.Header> always;

    Responses(String server, List<Reply.Header> always) {
        this.server = server;
        this.always = always;
    }

    /// @param head whether only headers are wanted; they tell the length of the body all the same (RFC 9110
    /// §9.3.2)
    FullHttpResponse of(Reply reply, boolean head, boolean keepAlive, Instant now) {
        ByteBuf content = head ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(reply.body());
        FullHttpResponse response =
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(reply.status()), content);
        HttpHeaders headers = response.headers();
        headers.set(HttpHeaderNames.SERVER, server);
        headers.set(HttpHeaderNames.DATE, DateFormatter.format(Date.from(now)));
        always.forEach(header -> headers.set(header.name(), header.value()));
        reply.headers().forEach(header -> headers.add(header.name(), header.value()));
        if (reply.contentType() != null) {
            headers.set(HttpHeaderNames.CONTENT_TYPE, reply.contentType());
        }
        if (reply.status() != HttpResponseStatus.NO_CONTENT.code()) {
            headers.setInt(HttpHeaderNames.CONTENT_LENGTH, reply.body().length);
        }
        headers.add(HttpHeaderNames.CONNECTION, keepAlive ? HttpHeaderValues.KEEP_ALIVE : HttpHeaderValues.CLOSE);
        return response;
    }
}
