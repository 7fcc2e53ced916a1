package net.atrelay.fanout.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import net.atrelay.fanout.HttpConfig;
import org.jspecify.annotations.Nullable;

/// The one time-out that runs on a connection, according to what it waits for. When it runs out, its [Step]
/// goes through the pipeline as a user event. Stands before the HTTP codec, to see the first byte of a request.
/// Owned by the channel's event loop.
final class Deadline extends ChannelInboundHandlerAdapter {
    private final HttpConfig.Timeouts timeouts;
    private @Nullable ChannelHandlerContext context;
    private @Nullable Future<?> timer;
    private Step step = Step.REQUEST;

    Deadline(HttpConfig.Timeouts timeouts) {
        this.timeouts = timeouts;
    }

    /// What a connection waits for.
    enum Step {
        /// The next request's first byte.
        IDLE,
        /// The rest of a request; the whole of a connection's first one.
        REQUEST,
        /// The answer.
        ANSWER,
        /// That the client takes the answer.
        WRITE,
        /// That the client stops sending what nobody reads.
        LINGER
    }

    void begin(Step next) {
        step = next;
        stop();
        ChannelHandlerContext target = context;
        if (target != null) {
            long nanos = lengthOf(next).toNanos();
            timer = target.executor().schedule(() -> expire(target, next), nanos, TimeUnit.NANOSECONDS);
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext removed) {
        stop();
        context = null;
    }

    @Override
    public void channelActive(ChannelHandlerContext active) {
        begin(Step.REQUEST);
        active.fireChannelActive();
    }

    @Override
    public void channelRead(ChannelHandlerContext reading, Object bytes) {
        if (step == Step.IDLE) {
            begin(Step.REQUEST);
        }
        reading.fireChannelRead(bytes);
    }

    private void expire(ChannelHandlerContext target, Step expired) {
        timer = null;
        target.fireUserEventTriggered(expired);
    }

    private void stop() {
        Future<?> running = timer;
        if (running != null) {
            running.cancel(false);
            timer = null;
        }
    }

    private Duration lengthOf(Step of) {
        return switch (of) {
            case IDLE -> timeouts.idle();
            case REQUEST -> timeouts.request();
            case ANSWER -> timeouts.answer();
            case WRITE -> timeouts.write();
            case LINGER -> timeouts.linger();
        };
    }
}
