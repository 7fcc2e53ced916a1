package net.atrelay.app.pull;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.atrelay.app.ExitCode;
import net.atrelay.store.host.Bans;
import net.atrelay.store.host.HostBan;

/// Asks the operator's own relay over its routes of administration. Its address is the operator's word, so it may be
/// anywhere; redirects are not followed, since the token goes along. Blocks; any thread.
final class AdminClient implements AutoCloseable {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    /// More than a change may take there.
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final int ERROR_BYTES_MAX = 64 << 10;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final URI relay;
    private final String token;
    private final HttpClient client;

    /// What the relay made of a host.
    sealed interface Answer {
        record Added() implements Answer {}

        /// @param error name of the error
        /// @param message for people
        record Refused(String error, String message) implements Answer {}
    }

    /// @param relay the operator's listener, without a path
    AdminClient(URI relay, String token) {
        this.relay = relay;
        this.token = token;
        client = HttpClient.newBuilder()
                .connectTimeout(CONNECT_TIMEOUT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    /// Names of all hosts that the relay knows.
    ///
    /// @throws AdminException when it does not tell
    Set<String> known() throws InterruptedException {
        Set<String> names = new HashSet<>();
        HttpResponse<InputStream> response = send(request("/admin/pds/list").GET());
        try (InputStream body = told(response);
                JsonParser json = JSON.createParser(body)) {
            while (json.nextToken() != null) {
                if (json.currentToken() == JsonToken.FIELD_NAME && "Host".equals(json.currentName())) {
                    names.add(json.nextTextValue());
                }
            }
        } catch (IOException e) {
            throw unreachable(e);
        }
        return names;
    }

    /// All bans of hosts and domains.
    ///
    /// @throws AdminException when the relay does not tell
    Bans bans() throws InterruptedException {
        List<HostBan> bans = new ArrayList<>();
        HttpResponse<InputStream> response = send(request("/admin/host/bans").GET());
        try (InputStream body = told(response)) {
            for (JsonNode ban : JSON.readTree(body).path("bans")) {
                HostBan.Scope scope =
                        "domain".equals(ban.path("scope").asText()) ? HostBan.Scope.DOMAIN : HostBan.Scope.HOST;
                bans.add(new HostBan(ban.path("name").asText(), scope, 0, ""));
            }
        } catch (IOException e) {
            throw unreachable(e);
        }
        return Bans.of(bans);
    }

    /// Has a host probed and added.
    ///
    /// @throws AdminException when the relay cannot be asked, or the token may not
    Answer add(String hostname) throws InterruptedException {
        try {
            byte[] body = JSON.writeValueAsBytes(Map.of("hostname", hostname, "probe", true));
            HttpResponse<InputStream> response = send(request("/admin/pds/requestCrawl")
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofByteArray(body)));
            if (response.statusCode() == 200) {
                response.body().close();
                return new Answer.Added();
            }
            return refusal(response);
        } catch (IOException e) {
            throw unreachable(e);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(relay.resolve(path)).timeout(TIMEOUT).header("Authorization", "Bearer " + token);
    }

    private HttpResponse<InputStream> send(HttpRequest.Builder request) throws InterruptedException {
        try {
            return client.send(request.build(), BodyHandlers.ofInputStream());
        } catch (IOException e) {
            throw unreachable(e);
        }
    }

    private InputStream told(HttpResponse<InputStream> response) throws IOException {
        if (response.statusCode() != 200) {
            Answer.Refused refused = refusal(response);
            throw new AdminException(ExitCode.UNAVAILABLE, relay + ": " + refused.error() + ": " + refused.message());
        }
        return response.body();
    }

    private Answer.Refused refusal(HttpResponse<InputStream> response) throws IOException {
        int status = response.statusCode();
        Answer.Refused refused;
        try (InputStream body = response.body()) {
            refused = refusal(status, body.readNBytes(ERROR_BYTES_MAX));
        }
        if (status == 401 || status == 403 || status == 429) {
            throw new AdminException(ExitCode.NOT_PERMITTED, relay + ": " + refused.error() + ": " + refused.message());
        }
        return refused;
    }

    private static Answer.Refused refusal(int status, byte[] body) {
        try {
            JsonNode error = JSON.readTree(body);
            return new Answer.Refused(
                    error.path("error").asText("status " + status),
                    error.path("message").asText(""));
        } catch (IOException _) {
            return new Answer.Refused("status " + status, "no answer of a relay");
        }
    }

    private AdminException unreachable(IOException fault) {
        return new AdminException(ExitCode.UNAVAILABLE, relay + ": the relay cannot be asked (" + fault + ")");
    }
}
