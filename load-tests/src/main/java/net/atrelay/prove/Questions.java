package net.atrelay.prove;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Asks a relay what any client may ask. Used by one thread.
///
/// @param pageMax how many are asked for in one page, few enough that there are several
record Questions(URI relay, HttpClient client, int pageMax) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /// More pages than this are a cursor that goes in circles.
    private static final int PAGES_MAX = 1_000_000;

    Answers ask(Collection<String> dids) throws IOException, InterruptedException {
        Map<String, Answers.Repo> statuses = new HashMap<>();
        Map<String, Answers.Repo> heads = new HashMap<>();
        for (String did : dids) {
            statuses.put(did, repo(did, get("com.atproto.sync.getRepoStatus?did=" + did)));
            heads.put(did, repo(did, get("com.atproto.sync.getLatestCommit?did=" + did)));
        }
        return new Answers(
                statuses,
                heads,
                pages(
                        "com.atproto.sync.listRepos",
                        "repos",
                        node -> repo(node.path("did").asText(), node)),
                hosts());
    }

    List<Answers.Host> hosts() throws IOException, InterruptedException {
        return pages("com.atproto.sync.listHosts", "hosts", Questions::host);
    }

    private <T> List<T> pages(String method, String field, Function<JsonNode, T> read)
            throws IOException, InterruptedException {
        List<T> found = new ArrayList<>();
        String cursor = null;
        for (int page = 0; page < PAGES_MAX; page++) {
            JsonNode answer = get(method + "?limit=" + pageMax + (cursor == null ? "" : "&cursor=" + cursor));
            answer.path(field).forEach(node -> found.add(read.apply(node)));
            cursor = text(answer, "cursor");
            if (cursor == null) {
                return found;
            }
        }
        throw new IOException(method + ": more than " + PAGES_MAX + " pages");
    }

    private JsonNode get(String what) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(relay.resolve("/xrpc/" + what))
                .timeout(PATIENCE)
                .build();
        return JSON.readTree(client.send(request, BodyHandlers.ofString()).body());
    }

    private static Answers.Repo repo(String did, JsonNode node) {
        String head = text(node, "head");
        return new Answers.Repo(
                did,
                node.has("active") ? (Boolean) node.path("active").asBoolean() : null,
                text(node, "status"),
                text(node, "rev"),
                head == null ? text(node, "cid") : head,
                text(node, "error"));
    }

    private static Answers.Host host(JsonNode node) {
        return new Answers.Host(
                node.path("hostname").asText(),
                number(node, "seq"),
                number(node, "accountCount"),
                node.path("status").asText());
    }

    private static @Nullable String text(JsonNode node, String field) {
        return node.has(field) ? node.path(field).asText() : null;
    }

    private static @Nullable Long number(JsonNode node, String field) {
        return node.has(field) ? (Long) node.path(field).asLong() : null;
    }
}
