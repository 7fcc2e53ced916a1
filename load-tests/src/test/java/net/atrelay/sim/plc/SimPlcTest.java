package net.atrelay.sim.plc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import net.atrelay.sim.http.Loops;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SimPlcTest {

    private static final String DID = "did:plc:abcdefghijklmnopqrstuvwx";

    private final Loops loops = new Loops(1);
    private final SimPlc plc = new SimPlc(loops, 0);
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        client.close();
        plc.close();
        loops.close();
    }

    @Test
    void documentNamesKeyAndHost() throws IOException, InterruptedException {
        plc.put(DID, new SimPlc.Identity("alice.sim.test", "zKey", "http://localhost:1234", false));
        HttpResponse<String> response = get("/" + DID);
        assertEquals(200, response.statusCode());
        JsonNode document = new ObjectMapper().readTree(response.body());
        assertEquals(DID, document.at("/id").textValue());
        assertEquals("at://alice.sim.test", document.at("/alsoKnownAs/0").textValue());
        assertEquals(DID + "#atproto", document.at("/verificationMethod/0/id").textValue());
        assertEquals(DID, document.at("/verificationMethod/0/controller").textValue());
        assertEquals(
                "zKey", document.at("/verificationMethod/0/publicKeyMultibase").textValue());
        assertEquals("#atproto_pds", document.at("/service/0/id").textValue());
        assertEquals(
                "http://localhost:1234",
                document.at("/service/0/serviceEndpoint").textValue());
        assertEquals(1, plc.requests(DID));
    }

    @Test
    void unknownAndTombstonedDidsDifferInTheirWords() throws IOException, InterruptedException {
        assertTrue(get("/" + DID).body().contains("DID not registered"));
        plc.put(DID, new SimPlc.Identity("alice.sim.test", "zKey", "http://localhost:1234", false));
        plc.tombstone(DID);
        HttpResponse<String> response = get("/" + DID);
        assertEquals(404, response.statusCode());
        assertTrue(response.body().contains("DID not available"), response.body());
        assertTrue(get("/" + DID + "/log/last").body().contains("plc_tombstone"));
    }

    @Test
    void outagesAreWhatTheyAreCalled() throws IOException, InterruptedException {
        plc.outage(SimPlc.Outage.UNAVAILABLE);
        assertEquals(503, get("/" + DID).statusCode());
        plc.outage(SimPlc.Outage.RATE_LIMITED);
        assertEquals(429, get("/" + DID).statusCode());
        plc.outage(SimPlc.Outage.HANGS);
        assertThrows(HttpTimeoutException.class, () -> get("/" + DID));
        plc.outage(SimPlc.Outage.NONE);
        assertEquals(404, get("/" + DID).statusCode());
        assertEquals(4, plc.requests());
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(plc.url() + path))
                .timeout(Duration.ofSeconds(1))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
