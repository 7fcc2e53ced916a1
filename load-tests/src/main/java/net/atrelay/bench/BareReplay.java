package net.atrelay.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/// The least that a replay can be: reads a relay's tables from the first event to the last and writes each as a message
/// to one consumer, on one thread, without knowing what it sends. Used by one thread.
final class BareReplay implements AutoCloseable {
    private static final String ANSWER = "HTTP/1.1 101 Switching Protocols\r\n\r\n";
    private static final String HEAD_END = "\r\n\r\n";
    private static final int BUFFER_BYTES = 256 << 10;
    /// A frame's greatest length, and its header.
    private static final int MESSAGE_BYTES_MAX = (5 << 20) + 10;

    private static final int BINARY_FINAL = 0x82;
    private static final int LENGTH_7_MAX = 125;
    private static final int LENGTH_16 = 126;
    private static final int LENGTH_16_MAX = 0xffff;
    private static final int LENGTH_64 = 127;

    private final EventTables tables;
    private final ServerSocketChannel server;
    private final ByteBuffer out = ByteBuffer.allocateDirect(BUFFER_BYTES + MESSAGE_BYTES_MAX);
    private final ByteBuffer frame = ByteBuffer.allocateDirect(MESSAGE_BYTES_MAX);

    BareReplay(EventTables tables) throws IOException {
        this.tables = tables;
        server = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    int port() throws IOException {
        return ((InetSocketAddress) server.getLocalAddress()).getPort();
    }

    /// Serves the next consumer until all is sent.
    void serve() throws IOException, RocksDBException {
        try (SocketChannel consumer = server.accept()) {
            answer(consumer);
            send(consumer);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private void answer(SocketChannel consumer) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf(HEAD_END) < 0) {
            out.clear();
            consumer.read(out);
            head.append(StandardCharsets.US_ASCII.decode(out.flip()));
        }
        consumer.write(ByteBuffer.wrap(ANSWER.getBytes(StandardCharsets.US_ASCII)));
    }

    private void send(SocketChannel consumer) throws IOException, RocksDBException {
        out.clear();
        try (RocksIterator frames = tables.iterator()) {
            for (frames.seekToFirst(); frames.isValid(); frames.next()) {
                frame.clear();
                frames.value(frame);
                put(frame);
                if (out.position() >= BUFFER_BYTES) {
                    flush(consumer);
                }
            }
            frames.status();
        }
        flush(consumer);
    }

    private void put(ByteBuffer payload) {
        int length = payload.remaining();
        out.put((byte) BINARY_FINAL);
        if (length <= LENGTH_7_MAX) {
            out.put((byte) length);
        } else if (length <= LENGTH_16_MAX) {
            out.put((byte) LENGTH_16).putShort((short) length);
        } else {
            out.put((byte) LENGTH_64).putLong(length);
        }
        out.put(payload);
    }

    private void flush(SocketChannel consumer) throws IOException {
        out.flip();
        while (out.hasRemaining()) {
            consumer.write(out);
        }
        out.clear();
    }
}
