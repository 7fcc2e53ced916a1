package net.atrelay.ingest.host;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshakerFactory;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import io.netty.handler.flow.FlowControlHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import net.atrelay.ingest.CloseReason;
import net.atrelay.ingest.IngestConfig;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Opens sockets: looks the name up, leaves the addresses that the guard allows, connects to the first that
/// answers, speaks TLS to the *name*, asks for the upgrade. Each stage has its time limit. Holds no state of any
/// host.
final class HostDialer {
    private static final Logger LOG = LoggerFactory.getLogger(HostDialer.class);

    /// Reads of one turn, bytes each: what may be read of a socket after it was told to stop.
    private static final int READ_BYTES_MAX = 65_536;

    private static final int READS_PER_TURN = 4;
    private static final String UPGRADE_TOO_LONG = "upgrade took too long";

    /// Addresses of one name that are tried in one attempt.
    private static final int ADDRESSES_MAX = 4;

    private final IngestConfig config;
    private final AddressLookup lookup;
    private final Executor lookups;
    private final SslContext tls;
    private final IngestClock clock;

    HostDialer(IngestConfig config, AddressLookup lookup, Executor lookups, SslContext tls, IngestClock clock) {
        this.config = config;
        this.lookup = lookup;
        this.lookups = lookups;
        this.tls = tls;
        this.clock = clock;
    }

    /// Begins an attempt. All that `listener` hears, it hears on `loop`.
    Attempt dial(EventLoop loop, HostTarget target, @Nullable Long cursor, SocketListener listener) {
        Attempt attempt = new Attempt(loop, target, cursor, listener);
        try {
            lookups.execute(attempt::lookUp);
        } catch (RejectedExecutionException e) {
            loop.execute(() -> attempt.fail(CloseReason.NAME_NOT_RESOLVED, "too many look-ups wait"));
        }
        attempt.deadline(CloseReason.NAME_NOT_RESOLVED, "look-up took too long");
        return attempt;
    }

    /// One attempt and the socket that comes of it. Owned by the event loop, but for the look-up itself.
    final class Attempt {
        private final EventLoop loop;
        private final HostTarget target;
        private final @Nullable Long cursor;
        private final SocketListener listener;
        private Runnable cancelDeadline = () -> {};
        private @Nullable HostSocket socket;
        private boolean over;

        private Attempt(EventLoop loop, HostTarget target, @Nullable Long cursor, SocketListener listener) {
            this.loop = loop;
            this.target = target;
            this.cursor = cursor;
            this.listener = listener;
        }

        void read(boolean reading) {
            if (socket != null) {
                socket.read(reading);
            }
        }

        /// Ends the attempt or its socket; the listener hears of it unless it has ended before.
        void end(SocketEnd end) {
            HostSocket opened = socket;
            if (opened != null) {
                opened.end(end);
            } else {
                fail(end.reason(), end.detail());
            }
        }

        private void lookUp() {
            List<InetAddress> found;
            try {
                found = lookup.lookup(target.name());
            } catch (UnknownHostException | RuntimeException _) {
                found = List.of();
            }
            List<InetAddress> addresses = found;
            try {
                loop.execute(() -> onAddresses(addresses));
            } catch (RejectedExecutionException _) {
                LOG.debug("the network is closed");
            }
        }

        private void onAddresses(List<InetAddress> found) {
            List<InetAddress> allowed = AddressGuard.allowed(target, found, config.development());
            if (allowed.isEmpty()) {
                fail(
                        found.isEmpty() ? CloseReason.NAME_NOT_RESOLVED : CloseReason.ADDRESS_REFUSED,
                        found.isEmpty() ? "no address" : "no public address");
                return;
            }
            connectNext(
                    allowed.subList(0, Math.min(ADDRESSES_MAX, allowed.size())).iterator());
        }

        private void connectNext(Iterator<InetAddress> addresses) {
            if (over) {
                return;
            }
            cancelDeadline.run();
            ChannelFuture connect = bootstrap().connect(new InetSocketAddress(addresses.next(), target.port()));
            connect.addListener(done -> {
                if (done.isSuccess()) {
                    if (target.tls()) {
                        deadline(CloseReason.TLS_FAILED, "TLS took too long");
                    } else {
                        deadline(CloseReason.UPGRADE_TIMEOUT, UPGRADE_TOO_LONG);
                    }
                } else if (addresses.hasNext()) {
                    socket = null;
                    connectNext(addresses);
                } else {
                    failConnect(done.cause());
                }
            });
        }

        private void failConnect(@Nullable Throwable cause) {
            socket = null;
            boolean late = cause instanceof ConnectTimeoutException;
            fail(
                    late ? CloseReason.CONNECT_TIMEOUT : CloseReason.CONNECT_FAILED,
                    late ? "connect took too long" : "connection refused or unreachable");
        }

        private Bootstrap bootstrap() {
            return new Bootstrap()
                    .group(loop)
                    .channel(NioSocketChannel.class)
                    .option(ChannelOption.TCP_NODELAY, true)
                    .option(ChannelOption.SO_KEEPALIVE, true)
                    .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, stageMillis())
                    .option(
                            ChannelOption.RECVBUF_ALLOCATOR,
                            new AdaptiveRecvByteBufAllocator(512, 4_096, READ_BYTES_MAX)
                                    .maxMessagesPerRead(READS_PER_TURN))
                    .handler(new ChannelInitializer<>() {
                        @Override
                        protected void initChannel(Channel channel) {
                            fill(channel);
                        }
                    });
        }

        private void fill(Channel channel) {
            ChannelPipeline pipeline = channel.pipeline();
            Liveness liveness = new Liveness(config, clock);
            HostSocket created = new HostSocket(channel, liveness, new Handover(channel, liveness));
            socket = created;
            if (target.tls()) {
                SslHandler handler = tls.newHandler(channel.alloc(), target.name(), target.port());
                // The attempt has deadlines of its own.
                handler.setHandshakeTimeoutMillis(0);
                pipeline.addLast(handler);
            }
            pipeline.addLast(liveness);
            pipeline.addLast(new HttpClientCodec());
            pipeline.addLast(new Upgrade(handshaker(), config, clock, created));
            pipeline.addLast(new FrameGuard(config, clock, liveness, created));
            pipeline.addLast(new WebSocketFrameAggregator(config.sockets().frameBytesMax()));
            // Frames that were decoded before reading stopped wait here, one by one.
            pipeline.addLast(new FlowControlHandler());
            pipeline.addLast(created);
        }

        private WebSocketClientHandshaker handshaker() {
            return WebSocketClientHandshakerFactory.newHandshaker(
                    target.streamUri(cursor),
                    WebSocketVersion.V13,
                    null,
                    false,
                    new DefaultHttpHeaders().set(HttpHeaderNames.USER_AGENT, config.userAgent()),
                    config.sockets().frameBytesMax());
        }

        private int stageMillis() {
            return Math.toIntExact(config.sockets().stageTimeout().toMillis());
        }

        private void deadline(CloseReason reason, String detail) {
            if (over) {
                return;
            }
            cancelDeadline.run();
            cancelDeadline =
                    clock.schedule(loop, config.sockets().stageTimeout().toNanos(), () -> {
                        end(SocketEnd.of(reason, detail));
                    });
        }

        private void fail(CloseReason reason, String detail) {
            if (!over) {
                over = true;
                cancelDeadline.run();
                listener.ended(SocketEnd.of(reason, detail));
            }
        }

        /// Between the socket and the listener: keeps the attempt's own deadlines.
        private final class Handover implements SocketListener {
            private final Channel channel;
            private final Liveness liveness;

            private Handover(Channel channel, Liveness liveness) {
                this.channel = channel;
                this.liveness = liveness;
            }

            @Override
            public void secured() {
                deadline(CloseReason.UPGRADE_TIMEOUT, UPGRADE_TOO_LONG);
            }

            @Override
            public void opened() {
                cancelDeadline.run();
                HostSocket created = socket;
                if (created != null) {
                    liveness.start(channel, loop, created::end);
                }
                listener.opened();
            }

            @Override
            public @Nullable SocketEnd onFrame(byte[] frame) {
                return listener.onFrame(frame);
            }

            @Override
            public void ended(SocketEnd end) {
                if (!over) {
                    over = true;
                    cancelDeadline.run();
                    listener.ended(end);
                }
            }
        }
    }
}
