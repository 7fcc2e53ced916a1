package net.atrelay.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/// Loopback ports for servers that are stopped and started again on the same one.
public final class Ports {
    /// Below those that the kernel gives to outgoing connections: one of them may take the port while its server is
    /// down, even one to that very port.
    private static final int FIRST = 12_000;

    private static final int AFTER_LAST = 32_000;
    private static final int TRIES_MAX = 1_000;

    private Ports() {}

    /// One that nobody listens on now.
    public static int free() {
        for (int i = 0; i < TRIES_MAX; i++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, AFTER_LAST);
            try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return port;
            } catch (IOException e) {
                // Somebody has it.
            }
        }
        throw new IllegalStateException("ports: none free (expected: one from " + FIRST + " on)");
    }
}
