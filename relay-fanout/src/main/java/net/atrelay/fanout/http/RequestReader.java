package net.atrelay.fanout.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.util.ReferenceCountUtil;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import net.atrelay.fanout.http.Arrival.Broken;
import net.atrelay.fanout.http.Arrival.Whole;
import net.atrelay.fanout.query.XrpcError;
import org.jspecify.annotations.Nullable;

/// Puts the parts of one request after the other together and passes on an [Arrival] for each. Buffers end
/// here. After a broken request all that comes is thrown away. Owned by the channel's event loop.
final class RequestReader extends ChannelInboundHandlerAdapter {
    private final int bodyBytesMax;
    private final ClientAddress clientAddress;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream(0);
    private @Nullable HttpRequest head;
    private boolean broken;

    RequestReader(int bodyBytesMax, ClientAddress clientAddress) {
        this.bodyBytesMax = bodyBytesMax;
        this.clientAddress = clientAddress;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object part) {
        try {
            if (!broken && part instanceof HttpRequest request) {
                onHead(context, request);
            }
            if (!broken && part instanceof HttpContent content) {
                onContent(context, content);
            }
        } finally {
            ReferenceCountUtil.release(part);
        }
    }

    private void onHead(ChannelHandlerContext context, HttpRequest request) {
        Reply refusal = refusalOf(request);
        if (refusal != null) {
            giveUp(context, refusal);
            return;
        }
        head = request;
        body.reset();
        if (HttpUtil.is100ContinueExpected(request)) {
            var _ = context.writeAndFlush(
                    new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE),
                    context.voidPromise());
        }
    }

    private @Nullable Reply refusalOf(HttpRequest request) {
        HttpHeaders headers = request.headers();
        if (request.decoderResult().isFailure()) {
            return malformed(request.decoderResult());
        }
        if (request.protocolVersion().majorVersion() != 1) {
            return Reply.refusal(XrpcError.VERSION_NOT_SUPPORTED, "HTTP/1.1 is spoken here");
        }
        if (headers.getAll(HttpHeaderNames.HOST).size() != 1
                && request.protocolVersion().equals(HttpVersion.HTTP_1_1)) {
            return Reply.refusal(XrpcError.INVALID_REQUEST, "exactly one header Host is expected (RFC 9112 §3.2)");
        }
        if (targetOf(request.uri()) == null) {
            return Reply.refusal(XrpcError.INVALID_REQUEST, "the request target is no path in printable ASCII");
        }
        if (headers.contains(HttpHeaderNames.EXPECT) && !HttpUtil.is100ContinueExpected(request)) {
            return Reply.refusal(XrpcError.EXPECTATION_FAILED, "only 100-continue can be expected");
        }
        return HttpUtil.getContentLength(request, 0L) > bodyBytesMax ? tooLarge() : null;
    }

    private void onContent(ChannelHandlerContext context, HttpContent content) {
        HttpRequest request = head;
        if (request == null) {
            return;
        }
        if (content.decoderResult().isFailure()) {
            giveUp(context, malformed(content.decoderResult()));
            return;
        }
        ByteBuf bytes = content.content();
        if (body.size() + bytes.readableBytes() > bodyBytesMax) {
            giveUp(context, tooLarge());
            return;
        }
        byte[] copy = new byte[bytes.readableBytes()];
        bytes.readBytes(copy);
        body.writeBytes(copy);
        if (content instanceof LastHttpContent) {
            head = null;
            whole(context, request);
        }
    }

    private void whole(ChannelHandlerContext context, HttpRequest request) {
        String target = targetOf(request.uri());
        if (target == null || !(context.channel().remoteAddress() instanceof InetSocketAddress peer)) {
            return; // the latter: the socket is closed already
        }
        InetAddress client = clientAddress.of(peer.getAddress(), request.headers());
        context.fireChannelRead(new Whole(new Call(
                request.method(),
                target,
                request.headers(),
                body.toByteArray(),
                HttpUtil.isKeepAlive(request),
                client)));
    }

    private void giveUp(ChannelHandlerContext context, Reply refusal) {
        broken = true;
        head = null;
        body.reset();
        context.fireChannelRead(new Broken(refusal.asLast()));
    }

    private static Reply malformed(DecoderResult result) {
        return switch (result.cause()) {
            case TooLongHttpLineException _ -> Reply.refusal(XrpcError.TARGET_TOO_LONG, "the request line is too long");
            case TooLongHttpHeaderException _ ->
                Reply.refusal(XrpcError.HEADERS_TOO_LARGE, "the headers are too large");
            default -> Reply.refusal(XrpcError.INVALID_REQUEST, "no well-formed HTTP request");
        };
    }

    private static Reply tooLarge() {
        return Reply.refusal(XrpcError.PAYLOAD_TOO_LARGE, "the body is too large");
    }

    /// Path and query of a target in origin form or absolute form, or `*` (RFC 9112 §3.2); null for anything
    /// else. A redirect repeats the target, so nothing passes here that a header cannot hold.
    static @Nullable String targetOf(String uri) {
        if (!uri.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '#' && c != '\\')) {
            return null;
        }
        int scheme = uri.startsWith("/") ? -1 : uri.indexOf("://");
        if (scheme < 0) {
            return uri.startsWith("/") || uri.equals("*") ? uri : null;
        }
        int slash = uri.indexOf('/', scheme + 3);
        return slash < 0 ? "/" : uri.substring(slash);
    }
}
