package net.atrelay.fanout.websocket;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import net.atrelay.fanout.ConsumerState;
import net.atrelay.fanout.ConsumerView;
import net.atrelay.fanout.Consumers;
import net.atrelay.fanout.DisconnectReason;
import net.atrelay.fanout.FanoutMetrics;
import net.atrelay.fanout.StreamConfig;
import net.atrelay.fanout.http.StreamUpgrade;
import net.atrelay.store.Uninterrupted;
import net.atrelay.store.account.TakedownView;
import net.atrelay.store.log.EventLog;
import net.atrelay.store.tail.Tail;
import org.jspecify.annotations.Nullable;

/// Serves the stream to all consumers: decides at the door who is served, and owns what consumers share —
/// the encoder of the hot tail, the readers of the log, the list of who is there.
///
/// A ruling on an account holds for every chunk that is taken after the ruling is durable, whether it comes from
/// the encoder, the tail or the log ([FramedChunk]). What a consumer's socket was given before cannot be called
/// back.
///
/// Consumers live on the event loops of whoever upgrades them; those loops must outlive this service. Any
/// thread, where a method says nothing else.
public final class StreamService implements StreamUpgrade, Consumers, AutoCloseable {
    private static final long TICK_NANOS_MAX = Duration.ofSeconds(1).toNanos();
    private static final long TICK_NANOS_MIN = Duration.ofMillis(5).toNanos();
    private static final int USER_AGENT_LENGTH_MAX = 128;

    private final StreamConfig config;
    private final StreamSource source;
    private final FanoutMetrics metrics;
    private final Consumer<Throwable> onFatal;
    private final long tickNanos;
    private final ChunkCache cache;
    private final TailEncoder encoder;
    private final LogReaders readers;
    private final Handshake handshake;
    private final Map<EventLoop, LoopConsumers> groups = new ConcurrentHashMap<>();
    private final Set<StreamConsumer> present = ConcurrentHashMap.newKeySet();
    private final AtomicInteger served = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicLong lastId = new AtomicLong();
    private final CountDownLatch everyoneGone = new CountDownLatch(1);
    private final AtomicBoolean isClosed = new AtomicBoolean();
    private volatile boolean isDraining;

    private StreamService(
            StreamConfig config,
            String server,
            StreamSource source,
            FanoutMetrics metrics,
            Consumer<Throwable> onFatal) {
        this.config = config;
        this.source = source;
        this.metrics = metrics;
        this.onFatal = onFatal;
        tickNanos = tickNanos(config);
        cache = new ChunkCache(config.buffers().encodedBytesMax(), source.takedowns());
        encoder = new TailEncoder(
                source, cache, config.buffers().chunkBytes(), () -> served.get() > 0, this::wakeAll, onFatal);
        readers = new LogReaders(source, config, metrics);
        handshake = new Handshake(config, server);
        metrics.showConsumers(this::count, this::slowestLagEvents);
        metrics.showLimits(cache::bytes, config.buffers().encodedBytesMax(), config.consumersMax());
    }

    /// Begins to follow the tail.
    ///
    /// @param server header `Server` of the answers to upgrades
    /// @param onFatal told when going on would lose frames: the process must end
    public static StreamService start(
            StreamConfig config,
            String server,
            StreamSource source,
            FanoutMetrics metrics,
            Consumer<Throwable> onFatal) {
        StreamService service = new StreamService(config, server, source, metrics, onFatal);
        service.encoder.start();
        return service;
    }

    /// Takes over a connection whose request is a WebSocket upgrade (version 13) for the stream, and
    /// answers it. All handlers but TLS leave the pipeline, that of `ctx` included. On the channel's event
    /// loop.
    ///
    /// @param request takes ownership
    /// @param cursor the last seq that the consumer has, 0 for the whole window; null for the live tip
    @Override
    public void upgrade(ChannelHandlerContext ctx, FullHttpRequest request, @Nullable Long cursor) {
        Channel channel = ctx.channel();
        DisconnectReason refusal = refusal();
        Visitor visitor = new Visitor(
                lastId.incrementAndGet(),
                addressOf(channel),
                printable(request.headers().get(HttpHeaderNames.USER_AGENT)),
                Instant.now(),
                cursor,
                refusal,
                refusal == null ? 0 : holdNanos());
        LoopConsumers group = groups.computeIfAbsent(channel.eventLoop(), loop -> new LoopConsumers(this, loop));
        StreamConsumer consumer = new StreamConsumer(this, visitor, channel, group);
        present.add(consumer);
        try {
            handshake.upgrade(channel, request, consumer);
        } finally {
            request.release();
        }
    }

    /// Serves no more consumers, and closes those that are there with 1012, spread over this time. Returns
    /// when all are gone, or have not answered for too long. Not on an event loop.
    public void drain(Duration spread) {
        isDraining = true;
        groups.values().forEach(group -> group.drain(spread));
        awaitEveryone(spread.plus(config.parting().closeWait()).toNanos() + 2 * tickNanos);
    }

    @Override
    public List<ConsumerView> consumers() {
        long tip = log().tip();
        return present.stream().map(consumer -> consumer.view(tip)).toList();
    }

    @Override
    public boolean disconnect(long id) {
        for (StreamConsumer consumer : present) {
            if (consumer.id() == id) {
                consumer.endLater(DisconnectReason.OPERATOR);
                return true;
            }
        }
        return false;
    }

    /// Closes whoever is left, then gives back threads, log readers and memory. Not on an event loop;
    /// before the store is closed.
    @Override
    public void close() {
        if (!isClosed.compareAndSet(false, true)) {
            return;
        }
        isDraining = true;
        groups.values().forEach(LoopConsumers::closeAll);
        awaitEveryone(config.parting().closeWait().toNanos());
        encoder.close();
        readers.close();
    }

    StreamConfig config() {
        return config;
    }

    EventLog log() {
        return source.log();
    }

    Tail tail() {
        return source.tail();
    }

    TakedownView takedowns() {
        return source.takedowns();
    }

    FanoutMetrics metrics() {
        return metrics;
    }

    ChunkCache cache() {
        return cache;
    }

    TailEncoder encoder() {
        return encoder;
    }

    LogReaders readers() {
        return readers;
    }

    /// How often consumers are looked after.
    long tickNanos() {
        return tickNanos;
    }

    boolean isDraining() {
        return isDraining;
    }

    void fatal(Throwable cause) {
        onFatal.accept(cause);
    }

    /// A consumer has left for good.
    void release(StreamConsumer consumer, Visitor visitor) {
        present.remove(consumer);
        if (visitor.refusal() != null) {
            refused.decrementAndGet();
        } else if (served.decrementAndGet() == 0 && isDraining) {
            everyoneGone.countDown();
        }
    }

    private void wakeAll() {
        for (LoopConsumers group : groups.values()) {
            group.wake();
        }
    }

    /// Why it cannot be served; null when it can, and has its place.
    private @Nullable DisconnectReason refusal() {
        if (!isDraining) {
            if (served.incrementAndGet() <= config.consumersMax()) {
                return null;
            }
            served.decrementAndGet();
        }
        refused.incrementAndGet();
        return isDraining ? DisconnectReason.DRAINED : DisconnectReason.OVERLOADED;
    }

    /// At random, so that those who were refused together do not come back together; none when too many
    /// wait already.
    private long holdNanos() {
        long min = config.parting().holdMin().toNanos();
        long max = config.parting().holdMax().toNanos();
        return refused.get() > config.consumersMax()
                ? 0
                : ThreadLocalRandom.current().nextLong(min, max + 1);
    }

    private void awaitEveryone(long nanos) {
        if (served.get() == 0) {
            everyoneGone.countDown();
        }
        Uninterrupted.await(everyoneGone, nanos);
    }

    private long count(ConsumerState state) {
        return present.stream().filter(consumer -> consumer.state() == state).count();
    }

    private long slowestLagEvents() {
        long tip = log().tip();
        return present.stream()
                .mapToLong(consumer -> consumer.lagEvents(tip))
                .max()
                .orElse(0);
    }

    private static long tickNanos(StreamConfig config) {
        StreamConfig.Liveness liveness = config.liveness();
        long shortest = Math.min(
                Math.min(liveness.pingEvery().toNanos(), liveness.stallMax().toNanos()),
                config.parting().closeWait().toNanos());
        return Math.clamp(shortest / 4, TICK_NANOS_MIN, TICK_NANOS_MAX);
    }

    private static String addressOf(Channel channel) {
        InetAddress client = channel.attr(CLIENT).get();
        return client == null ? String.valueOf(channel.remoteAddress()) : client.getHostAddress();
    }

    private static @Nullable String printable(@Nullable String text) {
        if (text == null) {
            return null;
        }
        StringBuilder printable = new StringBuilder();
        for (int i = 0; i < text.length() && i < USER_AGENT_LENGTH_MAX; i++) {
            char c = text.charAt(i);
            printable.append(c >= ' ' && c < 0x7f ? c : '?');
        }
        return printable.toString();
    }
}
