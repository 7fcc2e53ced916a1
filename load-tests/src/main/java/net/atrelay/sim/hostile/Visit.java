package net.atrelay.sim.hostile;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/// One connection from a relay, on which anything may be said. Each `…ForEver` ends only when the relay hangs up.
/// Owned by its thread.
final class Visit {
    private static final String KEY_HEADER = "sec-websocket-key:";
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final String HEAD_END = "\r\n\r\n";
    private static final int HEAD_BYTES_MAX = 16_384;
    private static final int FINAL_BINARY = 0x82;
    private static final int HEADER_BYTES_MAX = 10;
    private static final int LENGTH_IN_2 = 126;
    private static final int LENGTH_IN_8 = 127;
    private static final int FINAL_PONG = 0x8a;
    private static final long LIFE_SIGN_NANOS = 500_000_000L;
    private static final long DRIP_NANOS = 100_000_000L;

    private final InputStream in;
    private final OutputStream out;
    private String head = "";

    Visit(Socket socket) throws IOException {
        in = socket.getInputStream();
        out = socket.getOutputStream();
    }

    /// Reads the head of the relay's request.
    ///
    /// @return path and query
    String readRequest() throws IOException {
        StringBuilder read = new StringBuilder();
        while (read.indexOf(HEAD_END) < 0) {
            int next = in.read();
            if (next < 0 || read.length() > HEAD_BYTES_MAX) {
                throw new IOException("no request");
            }
            read.append((char) next);
        }
        head = read.toString();
        return head.split(" ", 3)[1];
    }

    Visit say(String text) throws IOException {
        return say(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    Visit say(byte... bytes) throws IOException {
        out.write(bytes);
        out.flush();
        return this;
    }

    void sayForEver(byte... bytes) throws IOException {
        while (true) {
            say(bytes);
        }
    }

    /// One byte after the other, with a rest after each.
    void dripForEver(byte drop) throws IOException {
        while (true) {
            say(drop);
            LockSupport.parkNanos(DRIP_NANOS);
        }
    }

    /// Agrees to the upgrade.
    ///
    /// @param headers further lines, each with its end
    Visit upgrade(String headers) throws IOException {
        return say("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Accept: " + acceptance() + "\r\n" + headers + "\r\n");
    }

    private String acceptance() throws IOException {
        int at = head.toLowerCase(Locale.ROOT).indexOf(KEY_HEADER);
        if (at < 0) {
            throw new IOException("no upgrade was asked for");
        }
        String key = head.substring(at + KEY_HEADER.length(), head.indexOf("\r\n", at))
                .strip();
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(StandardCharsets.ISO_8859_1));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }

    /// A whole binary message. Lengths have one form only (RFC 6455 §5.2).
    Visit message(byte[] payload) throws IOException {
        int length = payload.length;
        ByteBuffer frame = ByteBuffer.allocate(HEADER_BYTES_MAX + length).put((byte) FINAL_BINARY);
        if (length < LENGTH_IN_2) {
            frame.put((byte) length);
        } else if (length <= 0xffff) {
            frame.put((byte) LENGTH_IN_2).putShort((short) length);
        } else {
            frame.put((byte) LENGTH_IN_8).putLong(length);
        }
        frame.put(payload).flip();
        out.write(frame.array(), 0, frame.limit());
        out.flush();
        return this;
    }

    /// Says nothing more but that it is alive.
    void stayForEver() throws IOException {
        while (true) {
            say((byte) FINAL_PONG, (byte) 0);
            LockSupport.parkNanos(LIFE_SIGN_NANOS);
        }
    }

    /// Says nothing more at all.
    void beSilentForEver() throws IOException {
        while (in.read() >= 0) {
            // What the relay says is of no interest.
        }
    }
}
