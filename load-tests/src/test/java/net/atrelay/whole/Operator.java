package net.atrelay.whole;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.function.Supplier;
import net.atrelay.process.RelayProcess;

/// What an operator does to a relay, or to one node of a cluster, and learns of it. Used by one thread.
///
/// @param console where operators are served, as an URL without a path
/// @param site where everybody is, likewise
/// @param client for all questions
record Operator(Supplier<String> console, Supplier<String> site, HttpClient client) {
    private static final String TOKEN = "the-password-of-console";
    private static final ObjectMapper JSON = new ObjectMapper();

    /// The setting that lets it in.
    static final String TOKENS = "console all " + TOKEN;

    Operator(RelayHere relay) {
        this(relay::operator, () -> relay.uri().toString().replace("ws:", "http:"), HttpClient.newHttpClient());
    }

    /// @param node a fan-out node
    Operator(Cluster cluster, String node) {
        this(
                () -> cluster.console(node),
                () -> cluster.fanout(node).toString().replace("ws:", "http:"),
                HttpClient.newHttpClient());
    }

    Operator(RelayProcess node) {
        this(() -> node.operatorUri().toString(), () -> node.queries().toString(), HttpClient.newHttpClient());
    }

    /// Has the relay read a host.
    void add(String hostname) {
        HttpResponse<String> answer =
                post(console.get() + "/admin/pds/requestCrawl", "{\"hostname\":\"" + hostname + "\"}");
        assertEquals(200, answer.statusCode(), answer.body());
    }

    /// Asks for a crawl as anybody may; gives the status of the answer.
    int requestCrawl(String hostname) {
        return post(site.get() + "/xrpc/com.atproto.sync.requestCrawl", "{\"hostname\":\"" + hostname + "\"}")
                .statusCode();
    }

    /// Makes a change, which must be done when this returns.
    ///
    /// @param path with its parameters
    /// @param body may be empty
    void change(String path, String body) {
        HttpResponse<String> answer = post(console.get() + path, body);
        assertEquals(List.of(200, "{\"success\":\"true\"}"), List.of(answer.statusCode(), answer.body()), path);
    }

    /// How a host stands.
    JsonNode host(String hostname) {
        return read(page("/admin/host?host=" + hostname));
    }

    /// A host's journal, as text.
    String journal(String hostname) {
        return page("/admin/host/journal?host=" + hostname);
    }

    /// What is shown to operators, as text.
    String page(String path) {
        return send(to(console.get() + path).build()).body();
    }

    /// What everybody may ask of repos.
    ///
    /// @param query method and parameters, without what all methods begin with
    HttpResponse<String> query(String query) {
        return send(to(site.get() + "/xrpc/com.atproto.sync." + query).build());
    }

    static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private HttpResponse<String> post(String url, String body) {
        return send(to(url).header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build());
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return client.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static HttpRequest.Builder to(String url) {
        return HttpRequest.newBuilder(URI.create(url)).header("Authorization", "Bearer " + TOKEN);
    }
}
