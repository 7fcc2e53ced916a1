package net.atrelay.fanout.websocket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A consumer on a plain socket: sees each byte that comes, and reads only when the test says so.
final class WireConsumer implements AutoCloseable {
    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    private static final int PATIENCE_MILLIS = 30_000;
    private static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";
    /// What belongs to that key (RFC 6455 §1.3), in lower case.
    static final String ACCEPT = "s3pplmbitxaq9kygzzhzrbk+xoo=";

    private final Socket socket;
    private final DataInputStream in;
    /// The answer to the upgrade, in lower case.
    final String head;

    boolean answersPings = true;
    int pings;

    /// One WebSocket frame.
    record Message(int opcode, byte[] payload) {
        int closeCode() {
            assertEquals(CLOSE, opcode, "opcode");
            return payload.length < 2 ? -1 : ByteBuffer.wrap(payload).getShort() & 0xffff;
        }

        String closeText() {
            return new String(Arrays.copyOfRange(payload, 2, payload.length), StandardCharsets.UTF_8);
        }
    }

    /// @param cursor null for none
    /// @param receiveBytes bound of the socket's receive buffer; 0 for the system's own
    /// @param headers further lines of the request
    WireConsumer(int port, @Nullable Long cursor, int receiveBytes, String... headers) {
        this(port, receiveBytes, request(cursor, headers));
    }

    private WireConsumer(int port, int receiveBytes, String request) {
        try {
            socket = new Socket();
            if (receiveBytes > 0) {
                socket.setReceiveBufferSize(receiveBytes);
            }
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 4_096));
            head = readHead();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static WireConsumer raw(int port, String request) {
        return new WireConsumer(port, 0, request);
    }

    static String request(@Nullable Long cursor, String... headers) {
        StringBuilder request = new StringBuilder("GET /xrpc/com.atproto.sync.subscribeRepos");
        if (cursor != null) {
            request.append("?cursor=").append(cursor);
        }
        request.append(" HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n");
        request.append("Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ")
                .append(KEY)
                .append("\r\n");
        for (String header : headers) {
            request.append(header).append("\r\n");
        }
        return request.append("\r\n").toString();
    }

    /// The next frame of any kind.
    Message read() {
        Message message = readOrEnd();
        assertTrue(message != null, "connection closed");
        return message;
    }

    /// The next frame; null at the end of the connection.
    @Nullable
    Message readOrEnd() {
        try {
            int first = in.readUnsignedByte();
            assertEquals(0x80, first & 0xf0, "one whole frame, no reserved bits");
            int length = in.readUnsignedByte();
            assertEquals(0, length & 0x80, "no mask");
            if (length == 126) {
                length = in.readUnsignedShort();
            } else if (length == 127) {
                length = Math.toIntExact(in.readLong());
            }
            byte[] payload = new byte[length];
            in.readFully(payload);
            return new Message(first & 0xf, payload);
        } catch (EOFException e) {
            return null;
        } catch (java.net.SocketException e) {
            return null; // reset by a peer that has closed with our bytes unread
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The next frame that is no ping and no pong; answers pings.
    Message readData() {
        while (true) {
            Message message = read();
            if (message.opcode() == PING) {
                pings++;
                if (answersPings) {
                    send(PONG, message.payload());
                }
            } else if (message.opcode() != PONG) {
                return message;
            }
        }
    }

    /// Reads these seqs, each once, in order.
    void expectSeqs(long from, long to) {
        for (long seq = from; seq <= to; seq++) {
            Message message = readData();
            if (message.opcode() == CLOSE) {
                throw new AssertionError("closed before seq " + seq + ": " + message.closeCode());
            }
            assertEquals(BINARY, message.opcode());
            Frames.check(seq, message.payload());
        }
    }

    /// Reads a frame whose bytes are known.
    void expectFrame(byte[] frame) {
        Message message = readData();
        assertEquals(BINARY, message.opcode());
        assertEquals(hex(frame), hex(message.payload()));
    }

    /// Reads the close, answers it, and sees the connection end.
    void expectClose(int code, String text) {
        Message close = readData();
        assertEquals(code, close.closeCode());
        assertEquals(text, close.closeText());
        send(CLOSE, Arrays.copyOf(close.payload(), 2));
        assertEquals(null, readOrEnd());
    }

    /// The code of the close that comes in the end, whatever comes before.
    int readToClose() {
        while (true) {
            Message message = readData();
            if (message.opcode() == CLOSE) {
                return message.closeCode();
            }
        }
    }

    /// @param payload shorter than 64 KiB
    void send(int opcode, byte[] payload) {
        ByteBuffer frame = ByteBuffer.allocate(14 + payload.length);
        frame.put((byte) (0x80 | opcode));
        if (payload.length < 126) {
            frame.put((byte) (0x80 | payload.length));
        } else {
            frame.put((byte) (0x80 | 126)).putShort((short) payload.length);
        }
        frame.putInt(0).put(payload); // a mask of zero leaves the payload as it is
        sendRaw(Arrays.copyOf(frame.array(), frame.position()));
    }

    void sendRaw(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Cuts the connection with a reset.
    void reset() {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String hex(byte[] bytes) {
        return java.util.HexFormat.of().formatHex(bytes);
    }

    private String readHead() throws IOException {
        StringBuilder read = new StringBuilder();
        while (read.indexOf("\r\n\r\n") < 0) {
            read.append((char) in.readUnsignedByte());
        }
        return read.toString().toLowerCase(Locale.ROOT);
    }
}
