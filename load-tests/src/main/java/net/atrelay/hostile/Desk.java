package net.atrelay.hostile;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import net.atrelay.app.EmbeddedRelay;

/// What an operator and the public ask of the relay. Used by one thread.
///
/// @param operator URL without a path, and so is `site`
record Desk(String operator, String site, HttpClient client) implements AutoCloseable {
    private static final String TOKEN = "the-password-of-the-bench";
    private static final int OK = 200;

    /// The setting that lets it in.
    static final String TOKENS = "bench all " + TOKEN;

    static Desk of(EmbeddedRelay relay) {
        return new Desk(
                "http://127.0.0.1:" + relay.operatorAddress().getPort(),
                "http://127.0.0.1:" + relay.publicAddress().getPort(),
                HttpClient.newHttpClient());
    }

    /// Has the relay read a host. A name may come again, since the kernel gives ports again.
    void add(String hostname) throws IOException, InterruptedException {
        var answer = client.send(post(operator + "/admin/pds/requestCrawl", json(hostname)), BodyHandlers.ofString());
        if (answer.statusCode() != OK) {
            send(post(operator + "/admin/pds/unblock?host=" + hostname, ""));
        }
    }

    /// Has the relay leave a host alone.
    void block(String hostname) throws IOException, InterruptedException {
        send(post(operator + "/admin/pds/block?host=" + hostname, ""));
    }

    /// Asks for a crawl as anybody may, and does not wait for the answer.
    void requestCrawl(String hostname) {
        var _ = client.sendAsync(
                post(site + "/xrpc/com.atproto.sync.requestCrawl", json(hostname)), BodyHandlers.discarding());
    }

    @Override
    public void close() {
        client.shutdownNow();
    }

    private void send(HttpRequest request) throws IOException, InterruptedException {
        var answer = client.send(request, BodyHandlers.ofString());
        if (answer.statusCode() != OK) {
            throw new IOException(request.uri() + ": " + answer.statusCode() + " " + answer.body());
        }
    }

    private static HttpRequest post(String url, String body) {
        return HttpRequest.newBuilder(URI.create(url))
                .header("Authorization", "Bearer " + TOKEN)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
    }

    private static String json(String hostname) {
        return "{\"hostname\":\"" + hostname + "\"}";
    }
}
