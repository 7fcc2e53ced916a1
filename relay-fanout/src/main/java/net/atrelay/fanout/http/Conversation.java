package net.atrelay.fanout.http;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.HttpMethod;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.RejectedExecutionException;
import net.atrelay.fanout.Endpoint;
import net.atrelay.fanout.HttpCut;
import net.atrelay.fanout.http.Arrival.Broken;
import net.atrelay.fanout.http.Arrival.Whole;
import net.atrelay.fanout.http.Deadline.Step;
import net.atrelay.fanout.query.Answer;
import net.atrelay.fanout.query.XrpcError;
import org.jspecify.annotations.Nullable;

/// Answers the requests of one connection, one at a time and in their order. While one is answered the socket
/// is not read; what was read with it waits, up to a limit. Owned by the channel's event loop.
final class Conversation extends SimpleChannelInboundHandler<Arrival> {
    private static final Reply FAULT =
            Reply.refusal(XrpcError.INTERNAL_SERVER_ERROR, "a fault of this relay; it has been noted");
    private static final Reply TOO_LATE =
            Reply.refusal(XrpcError.UPSTREAM_TIMEOUT, "no answer in time").asLast();
    private static final Reply BEHIND_UPGRADE = Reply.refusal(
                    XrpcError.INVALID_REQUEST, "nothing may follow an upgrade before its answer")
            .asLast();

    private final HttpService service;
    private final Deadline deadline;
    private final Deque<Arrival> waiting = new ArrayDeque<>();
    private @Nullable Exchange current;
    private boolean ended;

    Conversation(HttpService service, Deadline deadline) {
        this.service = service;
        this.deadline = deadline;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, Arrival arrival) {
        if (ended) {
            return;
        }
        if (current == null) {
            serve(context, arrival);
        } else if (waiting.size() < service.config().connections().pipelinedMax()) {
            waiting.add(arrival);
        } else {
            cut(context, HttpCut.PIPELINE_FULL);
        }
    }

    private void serve(ChannelHandlerContext context, Arrival arrival) {
        context.channel().config().setAutoRead(false);
        switch (arrival) {
            case Broken broken -> finish(context, begin(Endpoint.OTHER, false, false), broken.refusal());
            case Whole whole -> serve(context, whole.call());
        }
    }

    private void serve(ChannelHandlerContext context, Call call) {
        boolean head = call.method().equals(HttpMethod.HEAD);
        Decision decision = decide(call);
        Exchange exchange = begin(decision.endpoint(), head, call.keepAlive());
        switch (decision) {
            case Decision.Ready ready -> finish(context, exchange, ready.reply());
            case Decision.Work work -> work(context, exchange, work);
            case Decision.Stream _ when !waiting.isEmpty() -> finish(context, exchange, BEHIND_UPGRADE);
            case Decision.Stream stream -> handOver(context, exchange, call, stream);
        }
    }

    private Decision decide(Call call) {
        try {
            return service.site().decide(call);
        } catch (RuntimeException e) {
            service.faults().fault("decision", e);
            return new Decision.Ready(Endpoint.OTHER, FAULT);
        }
    }

    private Exchange begin(Endpoint endpoint, boolean head, boolean keepAlive) {
        Exchange exchange = new Exchange(endpoint, head, keepAlive);
        current = exchange;
        return exchange;
    }

    private void work(ChannelHandlerContext context, Exchange exchange, Decision.Work work) {
        deadline.begin(Step.ANSWER);
        if (!service.pool().offer(() -> runWork(context, exchange, work))) {
            service.metrics().queueFull();
            finish(context, exchange, service.busy().with(work.headers()));
        }
    }

    /// On a thread of the pool.
    private void runWork(ChannelHandlerContext context, Exchange exchange, Decision.Work work) {
        try {
            var _ = work.work().get().whenComplete((answer, failure) -> {
                Reply reply = replyOf(exchange, answer, failure).with(work.headers());
                post(context, () -> finish(context, exchange, reply));
            });
        } catch (RuntimeException | Error e) {
            Reply reply = replyOf(exchange, null, e).with(work.headers());
            post(context, () -> finish(context, exchange, reply));
        }
    }

    private Reply replyOf(Exchange exchange, @Nullable Answer answer, @Nullable Throwable failure) {
        if (answer != null && failure == null) {
            return Reply.of(answer);
        }
        Throwable cause = failure == null ? new IllegalStateException("answer: null (expected: one)") : failure;
        service.faults().fault(exchange.endpoint.name(), cause);
        return FAULT;
    }

    private static void post(ChannelHandlerContext context, Runnable task) {
        try {
            context.executor().execute(task);
        } catch (RejectedExecutionException _) {
            var _ = context.close(); // the listener has been closed, and this connection with it
        }
    }

    /// Writes the answer, unless the exchange has been answered before.
    private void finish(ChannelHandlerContext context, Exchange exchange, Reply reply) {
        if (exchange != current || ended || !context.channel().isActive()) {
            return;
        }
        boolean goesOn = exchange.keepAlive && !reply.last() && !service.isStopping();
        ended = !goesOn;
        service.metrics().answered(exchange.endpoint, reply.status(), System.nanoTime() - exchange.startNanos);
        deadline.begin(Step.WRITE);
        var _ = context.writeAndFlush(service.responses().of(reply, exchange.head, goesOn, Instant.now()))
                .addListener((ChannelFuture written) -> onWritten(context, written, goesOn, reply.last()));
    }

    private void onWritten(ChannelHandlerContext context, ChannelFuture written, boolean goesOn, boolean refused) {
        if (!written.isSuccess()) {
            var _ = context.close();
        } else if (goesOn) {
            serveNext(context);
        } else if (refused) {
            linger(context);
        } else {
            var _ = context.close();
        }
    }

    private void serveNext(ChannelHandlerContext context) {
        current = null;
        Arrival next = waiting.poll();
        if (next == null) {
            deadline.begin(Step.IDLE);
            context.channel().config().setAutoRead(true);
        } else {
            serve(context, next);
        }
    }

    /// Closing a socket with unread bytes resets it, and the client may never see the refusal: so our side is
    /// closed first, and what comes is read and thrown away for a while (RFC 9112 §9.6).
    private void linger(ChannelHandlerContext context) {
        waiting.clear();
        deadline.begin(Step.LINGER);
        if (context.channel() instanceof DuplexChannel duplex) {
            var _ = duplex.shutdownOutput();
        }
        context.channel().config().setAutoRead(true);
    }

    private void handOver(ChannelHandlerContext context, Exchange exchange, Call call, Decision.Stream stream) {
        ended = true;
        service.metrics().answered(exchange.endpoint, 101, System.nanoTime() - exchange.startNanos);
        try {
            HttpPipeline.handOver(context, call, stream);
        } catch (RuntimeException e) {
            service.faults().fault("upgrade", e);
            var _ = context.channel().close();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (!(event instanceof Step step)) {
            context.fireUserEventTriggered(event);
            return;
        }
        Exchange exchange = current;
        switch (step) {
            case IDLE, LINGER -> {
                var _ = context.close();
            }
            case REQUEST -> cut(context, HttpCut.SLOW_REQUEST);
            case WRITE -> cut(context, HttpCut.SLOW_READER);
            case ANSWER -> {
                if (exchange != null) {
                    finish(context, exchange, TOO_LATE);
                }
            }
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof IOException) {
            var _ = context.close(); // the client is gone
        } else {
            service.faults().fault("connection", cause);
            cut(context, HttpCut.FAULT);
        }
    }

    private void cut(ChannelHandlerContext context, HttpCut reason) {
        if (context.channel().isActive()) {
            service.metrics().cut(reason);
        }
        ended = true;
        waiting.clear();
        var _ = context.close();
    }

    /// The request that is being answered; equal only to itself.
    private static final class Exchange {
        private final Endpoint endpoint;
        private final boolean head;
        private final boolean keepAlive;
        private final long startNanos = System.nanoTime();

        Exchange(Endpoint endpoint, boolean head, boolean keepAlive) {
            this.endpoint = endpoint;
            this.head = head;
            this.keepAlive = keepAlive;
        }
    }
}
