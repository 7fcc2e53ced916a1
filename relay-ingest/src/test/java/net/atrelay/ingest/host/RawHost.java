package net.atrelay.ingest.host;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// A host on a loopback port that sends whatever bytes the test says, the rules of HTTP and WebSocket or not.
final class RawHost implements AutoCloseable {
    private static final String KEY_HEADER = "sec-websocket-key:";
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private final ServerSocket server;
    private final AtomicInteger drips = new AtomicInteger();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();

    /// What a host does with one connection.
    interface Script {
        void run(Peer peer) throws IOException;
    }

    RawHost(Script script) {
        try {
            server = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        Thread.ofVirtual().start(() -> accept(script));
    }

    String hostname() {
        return "localhost:" + server.getLocalPort();
    }

    int connections() {
        return sockets.size();
    }

    /// Single bytes that were sent with a rest after each.
    int drips() {
        return drips.get();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private void accept(Script script) {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                sockets.add(socket);
                Thread.ofVirtual().start(() -> visit(script, socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    /// The connection stays open after the script, until the host is closed.
    private void visit(Script script, Socket socket) {
        try {
            script.run(new Peer(socket));
        } catch (IOException e) {
            // The relay hung up: what the test waits for.
            LockSupport.parkNanos(1);
        }
    }

    /// The relay, as the host sees it.
    final class Peer {
        private final Socket socket;
        private final InputStream in;
        private final OutputStream out;

        private Peer(Socket socket) throws IOException {
            this.socket = socket;
            in = socket.getInputStream();
            out = socket.getOutputStream();
        }

        Peer send(String text) throws IOException {
            return send(text.getBytes(StandardCharsets.ISO_8859_1));
        }

        Peer send(byte... bytes) throws IOException {
            out.write(bytes);
            out.flush();
            return this;
        }

        void sendForEver(byte... bytes) throws IOException {
            while (true) {
                out.write(bytes);
            }
        }

        /// Byte by byte, with a rest after each.
        void drip(byte... bytes) throws IOException {
            while (true) {
                for (byte b : bytes) {
                    send(b);
                    drips.incrementAndGet();
                    LockSupport.parkNanos(5_000_000);
                }
            }
        }

        void hangUp() throws IOException {
            socket.close();
        }

        /// Reads the request and agrees to the upgrade.
        Peer upgrade() throws IOException {
            StringBuilder request = new StringBuilder();
            while (request.indexOf("\r\n\r\n") < 0) {
                request.append((char) in.read());
            }
            String lower = request.toString().toLowerCase(Locale.ROOT);
            int at = lower.indexOf(KEY_HEADER) + KEY_HEADER.length();
            String key = request.substring(at, request.indexOf("\r\n", at)).strip();
            return send("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    + "Sec-WebSocket-Accept: " + accept(key) + "\r\n\r\n");
        }

        private String accept(String key) {
            try {
                byte[] digest =
                        MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(StandardCharsets.ISO_8859_1));
                return Base64.getEncoder().encodeToString(digest);
            } catch (NoSuchAlgorithmException e) {
                throw new AssertionError(e);
            }
        }
    }
}
