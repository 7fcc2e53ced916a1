package net.atrelay.realnet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import net.atrelay.process.RelayProcess;
import net.atrelay.whole.Meters;

/// What a running relay says when it is asked: its queries and its meters.
final class RelayAnswers implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client = HttpClient.newHttpClient();
    private final RelayProcess relay;

    RelayAnswers(RelayProcess relay) {
        this.relay = relay;
    }

    /// `getHostStatus` of a host.
    JsonNode host(String hostname) {
        return query("getHostStatus?hostname=" + hostname);
    }

    /// `getRepoStatus` in a word: `active`, or the status that it gives.
    String status(String did) {
        return word(query("getRepoStatus?did=" + did));
    }

    /// The rev in `getLatestCommit`; the name of the error when it gives none.
    String latestRev(String did) {
        JsonNode answer = query("getLatestCommit?did=" + did);
        return answer.path("rev").asText(answer.path("error").asText());
    }

    /// The account's status in `listRepos`, in a word, and behind a space the rev there.
    String listed(String did) {
        for (JsonNode repo : query("listRepos?limit=1000").path("repos")) {
            if (repo.path("did").asText().equals(did)) {
                return word(repo) + " " + repo.path("rev").asText();
            }
        }
        return "not listed";
    }

    Meters meters() {
        return Meters.of(text(relay.operatorUri().resolve("/metrics")));
    }

    @Override
    public void close() {
        client.close();
    }

    private static String word(JsonNode account) {
        return account.path("active").booleanValue()
                ? "active"
                : account.path("status").asText();
    }

    private JsonNode query(String target) {
        try {
            return JSON.readTree(text(relay.queries().resolve("/xrpc/com.atproto.sync." + target)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String text(URI uri) {
        try {
            return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
