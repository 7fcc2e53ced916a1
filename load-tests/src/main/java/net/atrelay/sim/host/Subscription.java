package net.atrelay.sim.host;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import net.atrelay.sim.repo.Frames;
import org.jspecify.annotations.Nullable;

/// One reader of a host's stream: a place in the host's log that moves on as the socket takes frames.
///
/// State is owned by the connection's event loop; [#wake] and the fault methods may be called from anywhere.
final class Subscription extends SimpleChannelInboundHandler<WebSocketFrame> {

    private static final int POLICY_VIOLATION = 1008;
    private static final int FLUSH_EVERY = 64;
    private static final long PING_EVERY_SECONDS = 30;

    private final SimHost host;
    private final HostLog log;
    private final @Nullable String cursor;
    private final AtomicBoolean woken = new AtomicBoolean();
    private final Deque<Intrusion> intrusions = new ArrayDeque<>();
    private volatile @Nullable ChannelHandlerContext context;
    private @Nullable ScheduledFuture<?> pings;
    private int place;
    private boolean open;
    private boolean stalled;

    /// Bytes that no log holds.
    ///
    /// @param place the place of the first frame that comes after them
    private record Intrusion(int place, byte[] bytes, boolean asText) {}

    Subscription(SimHost host, HostLog log, @Nullable String cursor) {
        this.host = host;
        this.log = log;
        this.cursor = cursor;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
        String refusal = place(added);
        if (refusal != null) {
            sendBinary(added, Frames.error(refusal));
            added.writeAndFlush(new CloseWebSocketFrame(POLICY_VIOLATION, refusal))
                    .addListener(ChannelFutureListener.CLOSE);
            return;
        }
        open = true;
        host.onOpen(this);
        pings = added.executor()
                .scheduleAtFixedRate(
                        () -> added.writeAndFlush(new PingWebSocketFrame()),
                        PING_EVERY_SECONDS,
                        PING_EVERY_SECONDS,
                        TimeUnit.SECONDS);
        pump();
    }

    /// Finds where to begin; returns the error's name when the cursor is not acceptable.
    private @Nullable String place(ChannelHandlerContext added) {
        if (cursor == null) {
            place = log.published();
            return null;
        }
        long after;
        try {
            after = Long.parseLong(cursor);
        } catch (NumberFormatException e) {
            return "InvalidRequest";
        }
        if (after > log.publishedSeq()) {
            return "FutureCursor";
        }
        if (log.misses(after)) {
            sendBinary(added, Frames.info("OutdatedCursor"));
        }
        place = log.placeAfter(after);
        return null;
    }

    void wake() {
        ChannelHandlerContext now = context;
        if (now != null && woken.compareAndSet(false, true)) {
            now.executor().execute(() -> {
                woken.set(false);
                pump();
            });
        }
    }

    private void pump() {
        ChannelHandlerContext now = context;
        if (now == null || !open || stalled) {
            return;
        }
        int unflushed = 0;
        while (now.channel().isWritable()) {
            WebSocketFrame next = next();
            if (next == null) {
                break;
            }
            now.write(next, now.voidPromise());
            if (++unflushed % FLUSH_EVERY == 0) {
                now.flush();
            }
        }
        now.flush();
    }

    private @Nullable WebSocketFrame next() {
        Intrusion intrusion = intrusions.peek();
        if (intrusion != null && intrusion.place() <= place) {
            intrusions.remove();
            ByteBuf content = Unpooled.wrappedBuffer(intrusion.bytes());
            return intrusion.asText() ? new TextWebSocketFrame(content) : new BinaryWebSocketFrame(content);
        }
        byte[] frame = log.frame(place);
        if (frame == null) {
            return null;
        }
        place++;
        return new BinaryWebSocketFrame(Unpooled.wrappedBuffer(frame));
    }

    private static void sendBinary(ChannelHandlerContext to, byte[] frame) {
        to.writeAndFlush(new BinaryWebSocketFrame(Unpooled.wrappedBuffer(frame)));
    }

    /// Sends bytes that are not in the log, after what was published so far.
    void intrude(byte[] bytes, boolean asText) {
        int after = log.published();
        onLoop(_ -> {
            intrusions.add(new Intrusion(after, bytes, asText));
            pump();
        });
    }

    void disconnect() {
        onLoop(ChannelHandlerContext::close);
    }

    void stall(boolean stop) {
        onLoop(_ -> {
            stalled = stop;
            pump();
        });
    }

    private void onLoop(Consumer<ChannelHandlerContext> action) {
        ChannelHandlerContext now = context;
        if (now != null) {
            now.executor().execute(() -> action.accept(now));
        }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext from, WebSocketFrame frame) {
        if (frame instanceof PingWebSocketFrame) {
            from.writeAndFlush(new PongWebSocketFrame(frame.content().retain()));
        } else if (frame instanceof CloseWebSocketFrame) {
            from.writeAndFlush(frame.retain()).addListener(ChannelFutureListener.CLOSE);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext changed) {
        pump();
    }

    @Override
    public void channelInactive(ChannelHandlerContext closed) {
        open = false;
        if (pings != null) {
            pings.cancel(false);
        }
        host.onClosed(this);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext failed, Throwable cause) {
        failed.close();
    }
}
