package net.atrelay.verify.identity.http;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// A server on loopback that says something and then goes on one byte at a time, for ever.
public final class Tarpit implements AutoCloseable {
    private static final long DRIP_NANOS = 2_000_000;

    private final ServerSocket listener;
    private final String opening;
    private final byte drip;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final AtomicInteger dripping = new AtomicInteger();

    /// @param opening what is said at once
    public Tarpit(String opening, char drip) {
        this.opening = opening;
        this.drip = (byte) drip;
        try {
            listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.startVirtualThread(this::accept);
    }

    public int port() {
        return listener.getLocalPort();
    }

    public String authority() {
        return "localhost:" + port();
    }

    /// Connections that have been given bytes after the opening, and have not broken.
    public int dripping() {
        return dripping.get();
    }

    @Override
    public void close() {
        try {
            listener.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() {
        try {
            while (!listener.isClosed()) {
                Socket socket = listener.accept();
                sockets.add(socket);
                Thread.startVirtualThread(() -> serve(socket));
            }
        } catch (IOException e) {
            if (!listener.isClosed()) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @SuppressWarnings("InfiniteLoopStatement")
    private void serve(Socket socket) {
        boolean counted = false;
        try (socket) {
            OutputStream out = socket.getOutputStream();
            out.write(opening.getBytes(StandardCharsets.US_ASCII));
            while (true) {
                out.write(drip);
                out.flush();
                if (!counted) {
                    counted = true;
                    dripping.incrementAndGet();
                }
                LockSupport.parkNanos(DRIP_NANOS);
            }
        } catch (IOException e) {
            // The other side has gone.
            if (counted) {
                dripping.decrementAndGet();
            }
        }
    }
}
