package net.atrelay.bench;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/// A consumer that takes the stream from cursor 0 as fast as it comes, and looks at no more of it than where each
/// message ends. Used by one thread.
final class Sink implements AutoCloseable {
    private static final int BUFFER_BYTES = 256 << 10;
    private static final int LENGTH_16 = 126;
    private static final int LENGTH_64 = 127;
    private static final int LENGTH_MASK = 0x7f;
    private static final String HEAD_END = "\r\n\r\n";
    private static final String REQUEST = String.join(
            "\r\n",
            "GET /xrpc/com.atproto.sync.subscribeRepos?cursor=0 HTTP/1.1",
            "Host: localhost",
            "Upgrade: websocket",
            "Connection: Upgrade",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            "",
            "");

    private final SocketChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES).flip();

    private Sink(int port) throws IOException {
        channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    /// Connects and reads so many messages.
    ///
    /// @return how long that took, in nanoseconds
    static long read(int port, long messages) throws IOException {
        long began = System.nanoTime();
        try (Sink sink = new Sink(port)) {
            sink.ask();
            for (long i = 0; i < messages; i++) {
                sink.skipMessage();
            }
        }
        return System.nanoTime() - began;
    }

    private void ask() throws IOException {
        channel.write(ByteBuffer.wrap(REQUEST.getBytes(StandardCharsets.US_ASCII)));
        StringBuilder head = new StringBuilder();
        while (head.indexOf(HEAD_END) < 0) {
            fill(1);
            head.append((char) buffer.get());
        }
    }

    /// One message of a server: unfragmented, without a mask (RFC 6455 §5.2).
    private void skipMessage() throws IOException {
        fill(2);
        buffer.get();
        long length = buffer.get() & LENGTH_MASK;
        if (length == LENGTH_16) {
            fill(Short.BYTES);
            length = Short.toUnsignedLong(buffer.getShort());
        } else if (length == LENGTH_64) {
            fill(Long.BYTES);
            length = buffer.getLong();
        }
        skip(length);
    }

    private void skip(long bytes) throws IOException {
        long left = bytes;
        while (left > buffer.remaining()) {
            left -= buffer.remaining();
            buffer.position(buffer.limit());
            fill(1);
        }
        buffer.position(buffer.position() + (int) left);
    }

    /// Reads on until so many bytes are there.
    private void fill(int bytes) throws IOException {
        while (buffer.remaining() < bytes) {
            buffer.compact();
            int read = channel.read(buffer);
            buffer.flip();
            if (read < 0) {
                throw new EOFException("the stream has ended (expected: more messages)");
            }
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
