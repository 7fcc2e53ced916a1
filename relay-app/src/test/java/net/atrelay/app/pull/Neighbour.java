package net.atrelay.app.pull;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/// A server on loopback that answers a path with what the test has laid down for it, one reply after another and the
/// last again and again; 404 otherwise.
public final class Neighbour implements AutoCloseable {
    private static final String DESCRIBE = "/xrpc/com.atproto.server.describeServer";
    private static final String LIST = "/xrpc/com.atproto.sync.listHosts?limit=500";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, Queue<Reply>> replies = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();

    /// What is answered.
    public interface Reply {
        void to(HttpExchange exchange) throws IOException;
    }

    public Neighbour() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::onRequest);
        server.start();
    }

    /// One that answers like a host.
    public static Neighbour host() {
        Neighbour host = new Neighbour();
        host.on(DESCRIBE, reply(200, "{\"did\":\"did:web:localhost\",\"availableUserDomains\":[]}"));
        return host;
    }

    /// One that says that it is a relay.
    public static Neighbour relay() {
        Neighbour relay = new Neighbour();
        relay.on(DESCRIBE, reply(200, "{}", Map.of("Server", "a relay (atproto-relay)")));
        return relay;
    }

    public static Reply reply(int status, String body) {
        return reply(status, body, Map.of());
    }

    public static Reply reply(int status, String body, Map<String, String> headers) {
        return exchange -> {
            headers.forEach(exchange.getResponseHeaders()::set);
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        };
    }

    /// Blanks until the other side has had enough.
    public static Reply endless() {
        return exchange -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] blanks = " ".repeat(65_536).getBytes(StandardCharsets.US_ASCII);
            for (int i = 0; i < 10_000; i++) {
                exchange.getResponseBody().write(blanks);
            }
        };
    }

    /// A page of `com.atproto.sync.listHosts`.
    ///
    /// @param cursor null after the last page
    public static Reply page(@Nullable String cursor, String... entries) {
        String after = cursor == null ? "" : "\"cursor\":\"" + cursor + "\",";
        return reply(200, "{" + after + "\"hosts\":[" + String.join(",", entries) + "]}");
    }

    public static String entry(String hostname, String status, @Nullable Long seq) {
        String place = seq == null ? "" : ",\"seq\":" + seq;
        return "{\"hostname\":\"" + hostname + "\",\"status\":\"" + status + "\"" + place + "}";
    }

    public void on(String path, Reply... inTurn) {
        replies.put(path, new ConcurrentLinkedQueue<>(List.of(inTurn)));
    }

    /// Lays down what is answered to the first page.
    public void list(Reply... inTurn) {
        on(LIST, inTurn);
    }

    /// Lays down what is answered to the page behind a cursor.
    public void listAfter(String cursor, Reply... inTurn) {
        on(LIST + "&cursor=" + cursor, inTurn);
    }

    public String authority() {
        return "localhost:" + server.getAddress().getPort();
    }

    public URI url() {
        return URI.create("http://" + authority());
    }

    public List<String> requests() {
        return requests;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void onRequest(HttpExchange exchange) throws IOException {
        String asked = exchange.getRequestURI().toString();
        requests.add(asked);
        try (exchange) {
            Queue<Reply> laidDown = replies.get(asked);
            Reply reply = laidDown == null ? reply(404, "") : laidDown.size() > 1 ? laidDown.remove() : laidDown.peek();
            reply.to(exchange);
        }
    }
}
