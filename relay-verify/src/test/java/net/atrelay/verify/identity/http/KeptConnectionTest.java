package net.atrelay.verify.identity.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import net.atrelay.verify.HttpCall;
import net.atrelay.verify.HttpOutcome;
import net.atrelay.verify.VerifyMetrics;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A server that answers so many requests on a connection and closes it when it has read the next.
class KeptConnectionTest {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final LaneLimits LANE = new LaneLimits(1, 1, 1, 1);

    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger requests = new AtomicInteger();
    private final ManualClock clock = new ManualClock();
    private ServerSocket listener;
    private volatile int answersPerConnection;

    @BeforeEach
    void listen() throws IOException {
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.startVirtualThread(this::accept);
    }

    @AfterEach
    void close() throws IOException {
        listener.close();
    }

    @Test
    void theDirectoryIsAskedOnAKeptConnection() {
        answersPerConnection = 2;
        try (GuardedClient client = clients().forDirectory(LANE, LONG)) {
            assertAnswered(client);
            assertAnswered(client);
        }
        assertEquals(1, connections.get());
    }

    @Test
    void aKeptConnectionThatWasClosedIsNoFailure() {
        answersPerConnection = 1;
        try (GuardedClient client = clients().forDirectory(LANE, LONG)) {
            assertAnswered(client);
            assertAnswered(client);
        }
        assertEquals(2, connections.get());
        assertEquals(3, requests.get());
    }

    @Test
    void aServerThatClosesEveryConnectionIsAskedTwice() {
        answersPerConnection = 0;
        try (GuardedClient client = clients().forDirectory(LANE, LONG)) {
            assertEquals(new Fetched.Broken(HttpOutcome.CONNECTION), fetch(client));
        }
        assertEquals(2, requests.get());
    }

    @Test
    void strangersAreAskedOnceOnAConnectionOfTheirOwn() {
        answersPerConnection = 9;
        try (GuardedClient client = clients().forStrangers(LANE, LONG)) {
            assertAnswered(client);
            assertAnswered(client);
        }
        assertEquals(2, connections.get());
        answersPerConnection = 0;
        try (GuardedClient client = clients().forStrangers(LANE, LONG)) {
            assertEquals(new Fetched.Broken(HttpOutcome.CONNECTION), fetch(client));
        }
        assertEquals(3, requests.get());
    }

    private void assertAnswered(GuardedClient client) {
        assertEquals(
                200, assertInstanceOf(Fetched.Answered.class, fetch(client)).status());
    }

    private Fetched fetch(GuardedClient client) {
        return client.fetch(HttpCall.PLC, new Target(false, "localhost", listener.getLocalPort(), "/x"), "x", LONG);
    }

    private ClientFactory clients() {
        return new ClientFactory(
                HttpLimits.DEFAULTS,
                true,
                "test (atproto-relay)",
                NameLookup.SYSTEM,
                clock,
                new VerifyMetrics(new SimpleMeterRegistry()));
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listener.accept();
                connections.incrementAndGet();
                Thread.startVirtualThread(() -> serve(socket));
            }
        } catch (IOException _) {
            // The test is over.
            return;
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            int answers = answersPerConnection;
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.isEmpty()) {
                    requests.incrementAndGet();
                    if (answers-- == 0) {
                        return;
                    }
                    socket.getOutputStream()
                            .write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"
                                    .getBytes(StandardCharsets.US_ASCII));
                }
            }
        } catch (IOException _) {
            // The client has gone.
            return;
        }
    }
}
