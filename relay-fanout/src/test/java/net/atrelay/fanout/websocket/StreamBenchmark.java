package net.atrelay.fanout.websocket;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.File;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import net.atrelay.fanout.ConsumerView;
import net.atrelay.fanout.FanoutMetrics;
import net.atrelay.fanout.StreamConfig;
import net.atrelay.store.tail.RingTail;
import net.atrelay.store.tail.TailBatch;
import org.jspecify.annotations.Nullable;

/// Prints how many bytes a second this service gives to consumers, and how many a bare server does that
/// writes the same bytes from one buffer without knowing who has read what. Arguments: rounds, bytes in all
/// a run. Or, with `idle` and a number: what so many consumers without events cost in memory.
///
/// The consumers are another process, which reads and throws away. Each run publishes batches of 100 frames
/// of 5 KB as fast as the slowest consumer takes them, at most one tail ahead.
final class StreamBenchmark {
    private static final int FRAME_BYTES = 5_000;
    private static final int BATCH_FRAMES = 100;
    private static final long TAIL_BYTES = 64L << 20;
    private static final int LOOPS = 1;

    private StreamBenchmark() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        if (args[0].equals("read")) {
            Readers.read(Integer.parseInt(args[1]), Integer.parseInt(args[2]));
            return;
        }
        if (args[0].equals("idle")) {
            idle(Integer.parseInt(args[1]));
            return;
        }
        long bytes = Long.parseLong(args[1]);
        for (int round = 0; round < Integer.parseInt(args[0]); round++) {
            for (int consumers : new int[] {1, 100, 1_000}) {
                double hot = bare(consumers, bytes / consumers, false);
                double encoding = consumers == 1 ? bare(consumers, bytes, true) : hot;
                double own = own(consumers, bytes / consumers);
                System.out.printf(
                        Locale.ROOT,
                        "%5d consumers: ratio of bytes a second %.2f, to a hot buffer %.2f%n",
                        consumers,
                        own / encoding,
                        own / hot);
            }
        }
    }

    private static void idle(int consumers) throws IOException, InterruptedException {
        RingTail tail = new RingTail(TAIL_BYTES, Frames.BASE - 1);
        var metrics = new FanoutMetrics(new SimpleMeterRegistry());
        var service = StreamService.start(
                StreamConfig.defaults(),
                "benchmark",
                new StreamSource(new TailLog(tail), tail, new Rulings()),
                metrics,
                Throwable::printStackTrace);
        try (StreamServer server = new StreamServer(service, LOOPS, 0)) {
            for (int count : new int[] {1, consumers}) {
                Process readers = Readers.start(server.port(), count);
                Until.holds("all are live", () -> live(service) == count);
                System.gc();
                long heap =
                        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
                long direct = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                        .mapToLong(BufferPoolMXBean::getMemoryUsed)
                        .sum();
                System.out.printf("%5d idle consumers: heap %d KiB, direct %d KiB%n", count, heap >> 10, direct >> 10);
                readers.destroy();
                Until.holds("all are gone", () -> live(service) == 0);
            }
            service.close();
        }
    }

    private static double own(int consumers, long bytesEach) throws IOException, InterruptedException {
        RingTail tail = new RingTail(TAIL_BYTES, Frames.BASE - 1);
        var service = StreamService.start(
                StreamConfig.defaults(),
                "benchmark",
                new StreamSource(new TailLog(tail), tail, new Rulings()),
                new FanoutMetrics(new SimpleMeterRegistry()),
                Throwable::printStackTrace);
        try (StreamServer server = new StreamServer(service, LOOPS, 0)) {
            Process readers = Readers.start(server.port(), consumers);
            Until.holds("all are live", () -> live(service) == consumers);
            TailBatch template = batch();
            Cost cost = Cost.start();
            long seq = Frames.BASE;
            long lead = TAIL_BYTES / FRAME_BYTES / 2;
            for (long sent = 0; sent < bytesEach; sent += template.bytes()) {
                tail.publish(new TailBatch(seq, template.frames(), template.receivedNanos(), template.bytes()));
                seq += BATCH_FRAMES;
                while (slowest(service) < seq - lead) {
                    Thread.sleep(5);
                }
            }
            long last = seq - 1;
            while (slowest(service) < last || !server.channels.stream().allMatch(channel -> waiting(channel) == 0)) {
                Thread.sleep(1);
            }
            double rate = cost.print("atrelay", consumers, (last + 1 - Frames.BASE) * (FRAME_BYTES + 4L) * consumers);
            readers.destroy();
            service.close();
            return rate;
        }
    }

    private static long live(StreamService service) {
        return service.consumers().stream()
                .filter(view -> view.state() == net.atrelay.fanout.ConsumerState.LIVE)
                .count();
    }

    private static long slowest(StreamService service) {
        long slowest = Long.MAX_VALUE;
        for (ConsumerView view : service.consumers()) {
            slowest = Math.min(slowest, view.cursor());
        }
        return slowest;
    }

    private static long waiting(Channel channel) {
        var buffer = channel.unsafe().outboundBuffer();
        return buffer == null ? 0 : buffer.totalPendingWriteBytes();
    }

    private static TailBatch batch() {
        int[] lengths = new int[BATCH_FRAMES];
        java.util.Arrays.fill(lengths, FRAME_BYTES);
        return Frames.batch(Frames.BASE, lengths);
    }

    private static double bare(int consumers, long bytesEach, boolean encodes)
            throws IOException, InterruptedException {
        var loops = new MultiThreadIoEventLoopGroup(LOOPS, NioIoHandler.newFactory());
        ByteBuf batch = Unpooled.directBuffer(BATCH_FRAMES * (FRAME_BYTES + 4));
        batch.writeZero(batch.capacity());
        List<Pusher> pushers = java.util.Collections.synchronizedList(new ArrayList<>());
        Channel server = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, 4_096)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(128 << 10, 256 << 10))
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        Pusher pusher = new Pusher(channel, batch, bytesEach, encodes ? batch() : null);
                        channel.pipeline().addLast(pusher);
                        pushers.add(pusher);
                    }
                })
                .bind(InetAddress.getLoopbackAddress(), 0)
                .syncUninterruptibly()
                .channel();
        Process readers = Readers.start(((InetSocketAddress) server.localAddress()).getPort(), consumers);
        Until.holds("all are there", () -> pushers.size() == consumers);
        Cost cost = Cost.start();
        pushers.forEach(Pusher::start);
        while (!pushers.stream().allMatch(pusher -> pusher.isDone)) {
            Thread.sleep(1);
        }
        long batches = (bytesEach + batch.capacity() - 1) / batch.capacity();
        double rate = cost.print(encodes ? "encoding" : "hot", consumers, batches * batch.capacity() * consumers);
        readers.destroy();
        server.close().syncUninterruptibly();
        loops.shutdownGracefully(0, 1_000, java.util.concurrent.TimeUnit.MILLISECONDS)
                .awaitUninterruptibly();
        batch.release();
        return rate;
    }

    /// Writes the same buffer again and again while there is room.
    private static final class Pusher extends ChannelInboundHandlerAdapter {
        private final ByteBuf batch;
        private final @Nullable TailBatch frames;
        private long left;
        private final Channel channel;
        private volatile boolean isStarted;
        private volatile boolean isDone;

        /// @param frames to be encoded anew for each write; null to write the batch's bytes as they are
        Pusher(Channel channel, ByteBuf batch, long bytes, @Nullable TailBatch frames) {
            this.channel = channel;
            this.frames = frames;
            this.batch = batch;
            left = bytes;
        }

        void start() {
            isStarted = true;
            channel.eventLoop().execute(this::push);
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object received) {
            ((ByteBuf) received).release();
        }

        @Override
        public void channelWritabilityChanged(ChannelHandlerContext context) {
            push();
        }

        private ByteBuf next() {
            if (frames == null) {
                return batch.retainedSlice();
            }
            ByteBuf encoded = channel.alloc().directBuffer(batch.capacity(), batch.capacity());
            for (byte[] frame : frames.frames()) {
                encoded.writeByte(0x82).writeByte(126).writeShort(frame.length).writeBytes(frame);
            }
            return encoded;
        }

        private void push() {
            while (isStarted && left > 0 && channel.isWritable()) {
                left -= batch.capacity();
                var _ = channel.writeAndFlush(next(), channel.voidPromise());
            }
            isDone = left <= 0 && waiting(channel) == 0;
            if (left <= 0 && !isDone) {
                var _ = channel.eventLoop().schedule(this::push, 1, java.util.concurrent.TimeUnit.MILLISECONDS);
            }
        }
    }

    /// The consumers, as another process.
    private static final class Readers {
        static Process start(int port, int consumers) throws IOException {
            return new ProcessBuilder(
                            System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
                            "-cp",
                            System.getProperty("java.class.path"),
                            StreamBenchmark.class.getName(),
                            "read",
                            Integer.toString(port),
                            Integer.toString(consumers))
                    .inheritIO()
                    .start();
        }

        static void read(int port, int consumers) throws IOException {
            Selector selector = Selector.open();
            byte[] request = WireConsumer.request(null).getBytes(StandardCharsets.US_ASCII);
            for (int i = 0; i < consumers; i++) {
                SocketChannel channel =
                        SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                channel.write(ByteBuffer.wrap(request));
                channel.configureBlocking(false);
                channel.register(selector, SelectionKey.OP_READ);
            }
            ByteBuffer sink = ByteBuffer.allocateDirect(256 << 10);
            while (selector.select() > 0) {
                for (SelectionKey key : selector.selectedKeys()) {
                    sink.clear();
                    if (((SocketChannel) key.channel()).read(sink) < 0) {
                        return;
                    }
                }
                selector.selectedKeys().clear();
            }
        }
    }

    private record Cost(long startNanos, long startCpuNanos) {
        static Cost start() {
            return new Cost(System.nanoTime(), cpuNanos());
        }

        /// Returns bytes a second.
        double print(String what, int consumers, long bytes) {
            double seconds = (System.nanoTime() - startNanos) / 1e9;
            double cpu = (cpuNanos() - startCpuNanos) / 1e9;
            System.out.printf(
                    Locale.ROOT,
                    "%-8s %5d consumers: %8.0f MB/s wall, %6.3f s CPU a GB%n",
                    what,
                    consumers,
                    bytes / 1e6 / seconds,
                    cpu / (bytes / 1e9));
            return bytes / seconds;
        }

        private static long cpuNanos() {
            return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                    .getProcessCpuTime();
        }
    }
}
