package net.atrelay.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// Asks the operator's listener as the tool `goat` does: user `admin` with a token as password, JSON bodies, and no
/// body where the query says all.
///
/// @param port of the listener
/// @param token the password
record Operator(int port, String token) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    static Operator of(EmbeddedRelay relay, String token) {
        return new Operator(relay.operatorAddress().getPort(), token);
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return Http.client().send(request(path).GET().build(), BodyHandlers.ofString());
    }

    /// @param body null for none
    HttpResponse<String> post(String path, @Nullable String body) throws IOException, InterruptedException {
        HttpRequest.Builder request = request(path);
        if (body == null) {
            request.POST(BodyPublishers.noBody());
        } else {
            request.header("Content-Type", "application/json").POST(BodyPublishers.ofString(body));
        }
        return Http.client().send(request.build(), BodyHandlers.ofString());
    }

    /// What a page has to say.
    JsonNode json(String path) throws IOException, InterruptedException {
        HttpResponse<String> response = get(path);
        assertEquals(200, response.statusCode(), response::body);
        return JSON.readTree(response.body());
    }

    /// Makes a change.
    void change(String path, @Nullable String body) throws IOException, InterruptedException {
        HttpResponse<String> response = post(path, body);
        assertEquals(200, response.statusCode(), response::body);
        assertEquals("{\"success\":\"true\"}", response.body());
    }

    /// Asks for a change that is refused.
    void refused(int status, String error, String path, @Nullable String body)
            throws IOException, InterruptedException {
        HttpResponse<String> response = post(path, body);
        assertEquals(status, response.statusCode(), response::body);
        assertEquals(error, JSON.readTree(response.body()).path("error").textValue(), response::body);
    }

    HttpRequest.Builder request(String path) {
        byte[] credentials = ("admin:" + token).getBytes(StandardCharsets.UTF_8);
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(credentials));
    }
}
