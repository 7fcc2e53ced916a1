package net.atrelay.verify.identity.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/// An HTTP server on loopback that answers what the test has laid down for a path, 404 without a body otherwise.
public final class TestServer implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, Reply> replies = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<Map<String, List<String>>> heads = new CopyOnWriteArrayList<>();

    /// What is answered; the body is made when it is asked for.
    public interface Reply {
        void to(HttpExchange exchange) throws IOException;
    }

    public TestServer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::onRequest);
        server.start();
    }

    public static Reply json(int status, String body) {
        return status(status, body, Map.of("Content-Type", "application/json"));
    }

    public static Reply status(int status, String body, Map<String, String> headers) {
        return exchange -> {
            headers.forEach(exchange.getResponseHeaders()::set);
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        };
    }

    public void on(String path, Reply reply) {
        replies.put(path, reply);
    }

    public int port() {
        return server.getAddress().getPort();
    }

    public String authority() {
        return "localhost:" + port();
    }

    public String url() {
        return "http://" + authority();
    }

    /// Paths and queries, in the order in which they were asked for.
    public List<String> requests() {
        return requests;
    }

    /// Headers of the requests; names are as the JDK writes them.
    public @Nullable String header(int request, String name) {
        List<String> values = heads.get(request).get(name);
        return values == null ? null : values.getFirst();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void onRequest(HttpExchange exchange) throws IOException {
        heads.add(exchange.getRequestHeaders());
        requests.add(exchange.getRequestURI().toString());
        try (exchange) {
            Reply reply = replies.getOrDefault(exchange.getRequestURI().toString(), status(404, "", Map.of()));
            reply.to(exchange);
        }
    }
}
