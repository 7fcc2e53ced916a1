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

/// What an operator does to hosts and learns of them. Used by one thread.
///
/// @param client for all questions
record Operator(RelayHere relay, HttpClient client) {
    private static final String TOKEN = "the-password-of-console";
    private static final ObjectMapper JSON = new ObjectMapper();

    /// The setting that lets it in.
    static final String TOKENS = "console all " + TOKEN;

    Operator(RelayHere relay) {
        this(relay, HttpClient.newHttpClient());
    }

    /// Has the relay read a host.
    void add(String hostname) {
        HttpResponse<String> answer = post(relay.operator() + "/admin/pds/requestCrawl", hostname);
        assertEquals(200, answer.statusCode(), answer.body());
    }

    /// Asks for a crawl as anybody may; gives the status of the answer.
    int requestCrawl(String hostname) {
        String site = relay.uri().toString().replace("ws:", "http:");
        return post(site + "/xrpc/com.atproto.sync.requestCrawl", hostname).statusCode();
    }

    /// How a host stands.
    JsonNode host(String hostname) {
        return ask("/admin/host?host=" + hostname);
    }

    /// A host's journal, as text.
    String journal(String hostname) {
        return ask("/admin/host/journal?host=" + hostname).toString();
    }

    private JsonNode ask(String target) {
        HttpResponse<String> answer = send(to(relay.operator() + target).build());
        try {
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private HttpResponse<String> post(String url, String hostname) {
        return send(to(url).header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"hostname\":\"" + hostname + "\"}"))
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
