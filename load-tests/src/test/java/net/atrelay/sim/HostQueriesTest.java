package net.atrelay.sim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HostQueriesTest {

    private final SimNetwork network = SimNetwork.start(WorldConfig.small(21, 1, 3));
    private final Account account = network.accounts().getFirst();
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        client.close();
        network.close();
    }

    @Test
    void hostDescribesItself() throws IOException, InterruptedException {
        JsonNode answer = json("com.atproto.server.describeServer", 200);
        assertEquals(
                "did:web:" + account.host().hostname().replace(":", "%3A"),
                answer.get("did").textValue());
        assertEquals(1, answer.get("availableUserDomains").size());
    }

    @Test
    void statusOfARepoFollowsTheAccount() throws IOException, InterruptedException {
        String query = "com.atproto.sync.getRepoStatus?did=" + account.did();
        assertEquals(account.head().rev(), json(query, 200).get("rev").textValue());
        network.deactivate(account);
        JsonNode inactive = json(query, 200);
        assertEquals(false, inactive.get("active").booleanValue());
        assertEquals("deactivated", inactive.get("status").textValue());
    }

    @Test
    void unknownRepoIsAnError() throws IOException, InterruptedException {
        JsonNode answer = json("com.atproto.sync.getRepoStatus?did=did:plc:nobody", 400);
        assertEquals("RepoNotFound", answer.get("error").textValue());
    }

    @Test
    void latestCommitIsTheHeadAndHiddenWhileDeactivated() throws IOException, InterruptedException {
        String query = "com.atproto.sync.getLatestCommit?did=" + account.did();
        network.post(account);
        JsonNode answer = json(query, 200);
        assertEquals(account.head().cid().toString(), answer.get("cid").textValue());
        assertEquals(account.head().rev(), answer.get("rev").textValue());
        network.deactivate(account);
        assertEquals("RepoDeactivated", json(query, 400).get("error").textValue());
    }

    @Test
    void allReposAreListed() throws IOException, InterruptedException {
        Set<String> dids = new HashSet<>();
        json("com.atproto.sync.listRepos", 200)
                .get("repos")
                .forEach(repo -> dids.add(repo.get("did").textValue()));
        assertEquals(Set.copyOf(network.accounts().stream().map(Account::did).toList()), dids);
    }

    @Test
    void repoIsExportedWhole() throws IOException, InterruptedException {
        HttpResponse<byte[]> response = get("com.atproto.sync.getRepo?did=" + account.did());
        assertEquals(200, response.statusCode());
        assertArrayEquals(account.export(), response.body());
    }

    private JsonNode json(String query, int status) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = get(query);
        assertEquals(status, response.statusCode());
        return new ObjectMapper().readTree(response.body());
    }

    private HttpResponse<byte[]> get(String query) throws IOException, InterruptedException {
        URI uri = URI.create(account.host().endpoint() + "/xrpc/" + query);
        return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofByteArray());
    }
}
