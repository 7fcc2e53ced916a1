package net.atrelay.whole;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.atrelay.app.EmbeddedRelay;
import net.atrelay.app.config.RelayConfig;
import net.atrelay.process.Ports;
import org.jspecify.annotations.Nullable;

/// A relay in this process that may be stopped in good order and started again, on the same data and port. Used by
/// one thread.
final class RelayHere implements AutoCloseable {
    private static final Pattern STATUS = Pattern.compile("\"status\":\"([^\"]*)\"");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final int port = Ports.free();
    private final Map<String, String> settings;
    private final AtomicReference<@Nullable Throwable> fatal = new AtomicReference<>();
    private @Nullable EmbeddedRelay relay;

    /// Starts it.
    RelayHere(Path data, Map<String, String> settings) {
        this.settings = new HashMap<>(settings);
        this.settings.put("RELAY_DATA", data.toString());
        this.settings.put("RELAY_LISTEN", "127.0.0.1:" + port);
        this.settings.put("RELAY_OPERATOR_LISTEN", "127.0.0.1:0");
        this.settings.put("RELAY_DEVELOPMENT", "true");
        start();
    }

    URI uri() {
        return URI.create("ws://127.0.0.1:" + port);
    }

    /// Where the operator is served, as an URL without a path.
    String operator() {
        return "http://127.0.0.1:"
                + Objects.requireNonNull(relay, "the relay is stopped")
                        .operatorAddress()
                        .getPort();
    }

    /// The answer to a query.
    ///
    /// @param target method and parameters
    JsonNode ask(String target) {
        JsonNode answer = find(target);
        assertNotNull(answer, target);
        return Objects.requireNonNull(answer);
    }

    /// The answer to a query; null when the relay has none.
    ///
    /// @param target method and parameters
    @Nullable
    JsonNode find(String target) {
        URI uri = URI.create("http://127.0.0.1:" + port + "/xrpc/" + target);
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<byte[]> response =
                    client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofByteArray());
            return response.statusCode() == 200 ? JSON.readTree(response.body()) : null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    void start() {
        relay = EmbeddedRelay.start(
                RelayConfig.of(settings), (what, cause) -> fatal.compareAndSet(null, new AssertionError(what, cause)));
    }

    void stop() {
        EmbeddedRelay running = relay;
        relay = null;
        if (running != null) {
            running.close();
        }
    }

    Meters meters() {
        return Meters.of(Objects.requireNonNull(relay, "the relay is stopped").scrape());
    }

    /// What the relay says of an account: a word of its status, or `active` when it says no more.
    String statusOf(String did) {
        URI query = URI.create("http://127.0.0.1:" + port + "/xrpc/com.atproto.sync.getRepoStatus?did=" + did);
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer =
                    client.send(HttpRequest.newBuilder(query).build(), BodyHandlers.ofString());
            Matcher word = STATUS.matcher(answer.body());
            return word.find() ? word.group(1) : answer.body().contains("\"active\":true") ? "active" : answer.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// Stops it; fails if it could not go on at any time.
    @Override
    public void close() {
        stop();
        Throwable fault = fatal.get();
        if (fault != null) {
            fail(fault);
        }
    }
}
