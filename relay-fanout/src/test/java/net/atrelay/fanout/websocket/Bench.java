package net.atrelay.fanout.websocket;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import net.atrelay.fanout.ConsumerState;
import net.atrelay.fanout.ConsumerView;
import net.atrelay.fanout.DisconnectReason;
import net.atrelay.fanout.FanoutMetrics;
import net.atrelay.fanout.StreamConfig;
import net.atrelay.store.StoreConfig;
import net.atrelay.store.StoreMetrics;
import net.atrelay.store.log.EventLog;
import net.atrelay.store.log.Outcome;
import net.atrelay.store.rocks.RocksStore;
import org.jspecify.annotations.Nullable;

/// A real store in a test's directory, the service on it, and a server on loopback.
final class Bench implements AutoCloseable {
    static final long BASE = Frames.BASE;
    static final int FRAME_BYTES = 200;

    /// A tail of 64 KiB, so that a few hundred frames are behind it.
    static final StoreConfig STORE = StoreConfig.defaults()
            .withSeqBase(BASE)
            .withBatch(Duration.ZERO, 500, 1 << 20)
            .withMemory(64 << 10, 1 << 20, 4 << 20);

    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final List<Throwable> fatal = new CopyOnWriteArrayList<>();
    final RocksStore store;
    final StreamService service;
    final StreamServer server;

    Bench(Path directory) {
        this(directory, config());
    }

    Bench(Path directory, StreamConfig config) {
        this(directory, config, log -> log);
    }

    Bench(Path directory, StreamConfig config, UnaryOperator<EventLog> wrapLog) {
        this(directory, STORE, config, wrapLog);
    }

    Bench(Path directory, StoreConfig storeConfig, StreamConfig config, UnaryOperator<EventLog> wrapLog) {
        store = RocksStore.open(
                directory, storeConfig, new StoreMetrics(new SimpleMeterRegistry()), (_, cause) -> fatal.add(cause));
        service = StreamService.start(
                config,
                "test",
                new StreamSource(wrapLog.apply(store.log()), store.tail(), store.takedowns()),
                new FanoutMetrics(meters),
                fatal::add);
        server = new StreamServer(service, 2, StreamServer.SEND_BYTES);
    }

    /// Short times where nothing depends on them, small chunks, so that every consumer sees many of each
    /// kind.
    static StreamConfig config() {
        return new StreamConfig(
                1_000,
                16 << 10,
                true,
                StreamConfig.Liveness.DEFAULTS,
                new StreamConfig.Buffers(8 << 10, 16 << 10, 4 << 10, 32 << 10),
                new StreamConfig.Replay(2, 3),
                new StreamConfig.Parting(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ofSeconds(2)));
    }

    static StreamConfig with(StreamConfig.Liveness liveness, boolean slowConsumerFrame) {
        StreamConfig plain = config();
        return new StreamConfig(
                plain.consumersMax(),
                plain.inboundFrameBytesMax(),
                slowConsumerFrame,
                liveness,
                plain.buffers(),
                plain.replay(),
                plain.parting());
    }

    static StreamConfig with(int consumersMax, StreamConfig.Parting parting) {
        StreamConfig plain = config();
        return new StreamConfig(
                consumersMax,
                plain.inboundFrameBytesMax(),
                plain.slowConsumerFrame(),
                plain.liveness(),
                plain.buffers(),
                plain.replay(),
                parting);
    }

    WireConsumer connect(@Nullable Long cursor) {
        return connect(cursor, 0);
    }

    WireConsumer connect(@Nullable Long cursor, int receiveBytes) {
        WireConsumer consumer = new WireConsumer(server.port(), cursor, receiveBytes);
        assertEquals("http/1.1 101", consumer.head.substring(0, 12));
        return consumer;
    }

    /// Appends events and waits until they are durable and in the tail.
    void append(int count) {
        append(count, FRAME_BYTES);
    }

    void append(int count, int frameBytes) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        for (int i = 1; i <= count; i++) {
            Runnable durable = i < count ? null : () -> done.complete(null);
            store.outcomes()
                    .append(new Outcome(
                            Frames.DID, null, List.of(Frames.pending(frameBytes)), null, null, null, durable));
        }
        done.orTimeout(30, TimeUnit.SECONDS).join();
    }

    long tip() {
        return store.log().tip();
    }

    ConsumerView only() {
        Until.holds("one consumer", () -> service.consumers().size() == 1);
        return service.consumers().getFirst();
    }

    void awaitState(ConsumerState state, int count) {
        Until.holds(
                count + " " + state,
                () -> service.consumers().stream()
                                .filter(view -> view.state() == state)
                                .count()
                        == count);
    }

    void awaitDisconnects(DisconnectReason reason, int count) {
        Until.holds(count + " " + reason, () -> disconnects(reason) >= count);
        assertEquals(count, disconnects(reason));
    }

    int disconnects(DisconnectReason reason) {
        return (int) meters.get("relay_fanout_disconnects")
                .tag("reason", reason.name())
                .counter()
                .count();
    }

    double counter(String name) {
        return meters.get(name).counter().count();
    }

    double gauge(String name) {
        return meters.get(name).gauge().value();
    }

    /// Closes all, and sees that nothing is left: no consumer, no reader, no encoded byte, no fatal fault.
    @Override
    public void close() {
        service.close();
        server.close();
        store.close();
        assertEquals(List.of(), service.consumers());
        assertEquals(0, gauge("relay_fanout_open_readers"));
        assertEquals(0, gauge("relay_fanout_encoded_bytes"));
        assertEquals(List.of(), List.copyOf(fatal));
    }
}
