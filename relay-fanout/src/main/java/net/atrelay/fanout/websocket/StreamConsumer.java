package net.atrelay.fanout.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import net.atrelay.atproto.stream.FrameEncoder;
import net.atrelay.fanout.ConsumerState;
import net.atrelay.fanout.ConsumerView;
import net.atrelay.fanout.DisconnectReason;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One consumer's socket, from its upgrade to its end: the last handler of the pipeline. Starts its [Feed]
/// where the cursor says, answers pings and closes, and turns every way to end into one [DisconnectReason].
/// Owned by its event loop.
final class StreamConsumer extends SimpleChannelInboundHandler<Object> {
    private static final Logger LOG = LoggerFactory.getLogger(StreamConsumer.class);

    private final StreamService service;
    private final Visitor visitor;
    private final Channel channel;
    private final LoopConsumers group;
    private final Feed feed;
    private final Vitals vitals;
    private @Nullable PongWebSocketFrame deferredPong;
    private boolean isUpgraded;
    private boolean isGone;
    private boolean isSettled;
    private boolean isToldOutdated;
    private long closeBy;
    /// Volatile for views; null until the end has begun.
    private volatile @Nullable DisconnectReason ending;

    StreamConsumer(StreamService service, Visitor visitor, Channel channel, LoopConsumers group) {
        this.service = service;
        this.visitor = visitor;
        this.channel = channel;
        this.group = group;
        feed = new Feed(service, this, new LogReplay(service.readers(), loop(), this::onPortion));
        vitals = new Vitals(service.config().liveness(), service.tickNanos(), now());
    }

    /// The upgrade is done: frames may go.
    void upgraded() {
        if (isGone) {
            return;
        }
        isUpgraded = true;
        service.metrics().connected();
        group.add(this);
        DisconnectReason refusal = visitor.refusal();
        if (refusal != null) {
            var _ = loop().schedule(() -> end(refusal), visitor.holdNanos(), TimeUnit.NANOSECONDS);
        } else if (service.isDraining()) {
            end(DisconnectReason.DRAINED);
        } else {
            begin();
        }
    }

    /// Sends what there is.
    void pump() {
        try {
            feed.pump();
        } catch (RuntimeException e) {
            onBug(e);
        }
    }

    void pumpLater() {
        loop().execute(this::pump);
    }

    boolean isWritable() {
        return channel.isWritable();
    }

    /// Takes ownership of the bytes.
    void write(ByteBuf bytes) {
        var _ = channel.writeAndFlush(bytes, channel.voidPromise());
    }

    /// Looks after time: pings, silence, no progress, a close that is not answered.
    void tick() {
        long now = now();
        ChannelOutboundBuffer waiting = channel.unsafe().outboundBuffer();
        if (waiting == null) {
            return;
        }
        if (ending != null) {
            if (now - closeBy >= 0) {
                var _ = channel.close();
            }
            return;
        }
        feed.tick();
        int first = System.identityHashCode(waiting.current());
        switch (vitals.judge(now, waiting.totalPendingWriteBytes(), waiting.currentProgress(), first)) {
            case WELL -> {}
            case PING_DUE -> ping(now);
            case SILENT -> end(DisconnectReason.SILENT);
            case STALLED -> end(DisconnectReason.TOO_SLOW);
        }
    }

    /// Ends the stream, once; the peer has a while to answer. Later ends are without effect.
    void end(DisconnectReason reason) {
        if (!beginEnd(reason)) {
            return;
        }
        DisconnectReason.Notice notice = reason.notice();
        if (notice == null || !isUpgraded || !channel.isActive()) {
            var _ = channel.close();
            return;
        }
        String error = notice.error();
        if (error != null && (service.config().slowConsumerFrame() || reason == DisconnectReason.FUTURE_CURSOR)) {
            var _ = channel.write(binary(FrameEncoder.error(error, null)), channel.voidPromise());
        }
        var _ = channel.writeAndFlush(new CloseWebSocketFrame(notice.code(), notice.text()), channel.voidPromise());
    }

    /// Ends the stream soon. Any thread.
    void endLater(DisconnectReason reason) {
        loop().execute(() -> end(reason));
    }

    long id() {
        return visitor.id();
    }

    /// Ends the stream without waiting for the peer.
    void endNow(DisconnectReason reason) {
        end(reason);
        var _ = channel.close();
    }

    /// The socket has closed, or was never upgraded.
    void gone() {
        if (isGone) {
            return;
        }
        isGone = true;
        end(DisconnectReason.CONNECTION_LOST);
        group.remove(this);
        DisconnectReason reason = ending;
        if (isUpgraded && reason != null) {
            service.metrics().disconnected(reason);
        }
        settle();
    }

    /// The wanted seq has left the window. As long as nothing was sent the stream can begin anew.
    void onWindowPassed(boolean isUnsent) {
        if (isUnsent && visitor.cursor() != null) {
            begin();
        } else {
            end(DisconnectReason.WINDOW_PASSED);
        }
    }

    void onReadFailed(RuntimeException cause) {
        LOG.warn("consumer closed: the log could not be read", cause);
        end(DisconnectReason.INTERNAL_ERROR);
    }

    void onHole(IllegalStateException hole) {
        end(DisconnectReason.SEQ_HOLE);
        service.fatal(hole);
    }

    /// What is shown of it. Any thread.
    ///
    /// @param tip newest seq
    ConsumerView view(long tip) {
        return new ConsumerView(
                visitor.id(),
                visitor.remoteAddress(),
                visitor.userAgent(),
                state(),
                visitor.connectedAt(),
                feed.cursor(),
                lagEvents(tip),
                feed.framesSent(),
                feed.bytesSent());
    }

    /// Any thread.
    ConsumerState state() {
        if (ending != null) {
            return ConsumerState.CLOSING;
        }
        return visitor.refusal() != null ? ConsumerState.HELD : feed.state();
    }

    /// Any thread.
    long lagEvents(long tip) {
        return visitor.refusal() != null ? 0 : Math.max(0, tip - feed.cursor());
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, Object received) {
        vitals.heard(now());
        switch (received) {
            case PingWebSocketFrame ping -> onPing(ping);
            case CloseWebSocketFrame close -> onClose(close);
            case PongWebSocketFrame _ -> {
                // Heard, which is all that a pong is for.
            }
            case WebSocketFrame _ -> service.metrics().frameDiscarded();
            default -> {
                // The end of the HTTP request, or bytes that came before the upgrade.
            }
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        PongWebSocketFrame pong = deferredPong;
        if (pong != null && isWritable()) {
            deferredPong = null;
            var _ = channel.writeAndFlush(pong, channel.voidPromise());
        }
        pump();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        gone();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof CorruptedWebSocketFrameException corrupted) {
            boolean isTooLarge = WebSocketCloseStatus.MESSAGE_TOO_BIG.equals(corrupted.closeStatus());
            end(isTooLarge ? DisconnectReason.FRAME_TOO_LARGE : DisconnectReason.WEBSOCKET_VIOLATION);
        } else if (cause instanceof IOException || !channel.isActive()) {
            end(DisconnectReason.CONNECTION_LOST);
            var _ = channel.close();
        } else {
            onBug(cause);
        }
    }

    /// Where the cursor says; events that were lost to it meanwhile are told once.
    private void begin() {
        switch (StreamStart.of(
                visitor.cursor(), service.log().firstSeq(), service.log().tip())) {
            case StreamStart.InFuture _ -> end(DisconnectReason.FUTURE_CURSOR);
            case StreamStart.At at -> {
                if (at.outdated() && !isToldOutdated) {
                    isToldOutdated = true;
                    var _ = channel.writeAndFlush(binary(FrameEncoder.outdatedCursor()), channel.voidPromise());
                }
                feed.start(at.nextSeq());
            }
        }
    }

    private void onPortion(Portion portion) {
        try {
            feed.onPortion(portion);
        } catch (RuntimeException e) {
            onBug(e);
        }
    }

    /// Answers at once if there is room. Else the newest ping is answered as soon as there is (RFC 6455
    /// §5.5.3): a peer that pings without reading must not fill our memory.
    private void onPing(PingWebSocketFrame ping) {
        var pong = new PongWebSocketFrame(Unpooled.copiedBuffer(ping.content()));
        if (isWritable()) {
            var _ = channel.writeAndFlush(pong, channel.voidPromise());
        } else {
            deferredPong = pong;
        }
    }

    private void onClose(CloseWebSocketFrame close) {
        if (!beginEnd(DisconnectReason.CLIENT_CLOSED)) {
            var _ = channel.close(); // the answer to ours
            return;
        }
        int code = close.statusCode();
        var _ = channel.writeAndFlush(code == -1 ? new CloseWebSocketFrame() : new CloseWebSocketFrame(code, ""))
                .addListener(ChannelFutureListener.CLOSE);
    }

    /// False when it has ended already.
    private boolean beginEnd(DisconnectReason reason) {
        if (ending != null) {
            return false;
        }
        ending = reason;
        closeBy = now() + service.config().parting().closeWait().toNanos();
        feed.close(this::onFeedClosed);
        return true;
    }

    private void ping(long now) {
        if (isWritable()) {
            vitals.pinged(now);
            service.metrics().pinged();
            var _ = channel.writeAndFlush(new PingWebSocketFrame(), channel.voidPromise());
        }
    }

    private void onBug(Throwable cause) {
        LOG.error("consumer closed: a fault of this program", cause);
        end(DisconnectReason.INTERNAL_ERROR);
    }

    private void onFeedClosed() {
        isSettled = true;
        settle();
    }

    /// Gives its place to another once neither socket nor log reader is left.
    private void settle() {
        if (isGone && isSettled) {
            isSettled = false;
            service.release(this, visitor);
        }
    }

    private EventLoop loop() {
        return channel.eventLoop();
    }

    private long now() {
        return loop().ticker().nanoTime();
    }

    private static BinaryWebSocketFrame binary(byte[] frame) {
        return new BinaryWebSocketFrame(Unpooled.wrappedBuffer(frame));
    }
}
