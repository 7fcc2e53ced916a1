package net.atrelay.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.atrelay.app.pull.Neighbour;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PullHostsCommandTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final List<Neighbour> neighbours = new ArrayList<>();
    private final Neighbour other = neighbour(new Neighbour());
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path directory;

    private AdminFixture fixture;
    private EmbeddedRelay relay;

    @BeforeEach
    void start() {
        fixture = new AdminFixture(directory.resolve("data"));
        relay = fixture.start(Map.of(
                "RELAY_INGEST_OWN_HOSTNAMES", "self.example.com", "RELAY_INGEST_BANNED_DOMAINS", "bad.example.com"));
    }

    @AfterEach
    void stop() {
        relay.close();
        neighbours.forEach(Neighbour::close);
        assertEquals(List.of(), fixture.faults);
    }

    private Neighbour neighbour(Neighbour one) {
        neighbours.add(one);
        return one;
    }

    @Test
    void hostsThatAreInUseAndAnswerAreAddedAndTheOthersAreToldOf() throws IOException, InterruptedException {
        Neighbour active = neighbour(Neighbour.host());
        Neighbour idle = neighbour(Neighbour.host());
        Neighbour unread = neighbour(Neighbour.host());
        Neighbour offline = neighbour(Neighbour.host());
        Neighbour aRelay = neighbour(Neighbour.relay());
        other.list(Neighbour.page(
                "more",
                Neighbour.entry(active.authority(), "active", null),
                Neighbour.entry(idle.authority(), "idle", 5L),
                Neighbour.entry(unread.authority(), "idle", 0L),
                Neighbour.entry(offline.authority(), "offline", 9L),
                "{\"hostname\":\"unknown.example.com\"}"));
        other.listAfter(
                "more",
                Neighbour.page(
                        null,
                        Neighbour.entry(active.authority(), "active", 1L),
                        Neighbour.entry("pds.example.com/path", "active", 1L),
                        Neighbour.entry("a.bad.example.com", "active", 1L),
                        Neighbour.entry("self.example.com", "active", 1L),
                        Neighbour.entry(aRelay.authority(), "active", 1L),
                        Neighbour.entry("localhost:1", "active", 1L)));

        assertEquals(0, pull("--json", "--verbose"), err::toString);
        JsonNode summary = summary();
        assertEquals(10, summary.path("found").intValue());
        assertEquals(2, summary.path("taken").intValue());
        assertEquals(JSON.readTree("""
            {"status": 2, "noSeq": 1, "badName": 1, "banned": 1, "noAnswer": 1, "notAHost": 2}\
            """), summary.path("skipped"));
        assertTrue(summary.path("complete").booleanValue());
        assertEquals(Set.of(active.authority(), idle.authority()), known());
        assertEquals(
                Map.of("active", "taken", "idle", "taken", "relay", "notAHost", "offline", "status"),
                Map.of(
                        "active", outcomeOf(active.authority()),
                        "idle", outcomeOf(idle.authority()),
                        "relay", outcomeOf(aRelay.authority()),
                        "offline", outcomeOf(offline.authority())));
        assertEquals(List.of(), unread.requests());
        assertEquals(List.of(), offline.requests());
    }

    @Test
    void aSecondPullLeavesAllAsItIs() throws IOException, InterruptedException {
        Neighbour host = neighbour(Neighbour.host());
        other.list(Neighbour.page(null, Neighbour.entry(host.authority(), "active", 1L)));
        assertEquals(0, pull("--json"), err::toString);
        long probes = probesOf(host);
        assertEquals(0, pull("--json"), err::toString);
        assertEquals(1, summary().path("known").intValue());
        assertEquals(0, summary().path("taken").intValue());
        assertEquals(probes, probesOf(host));
        assertEquals(Set.of(host.authority()), known());
    }

    @Test
    void aRehearsalAddsAndProbesNothing() throws IOException, InterruptedException {
        Neighbour host = neighbour(Neighbour.host());
        other.list(Neighbour.page(null, Neighbour.entry(host.authority(), "active", 1L)));
        assertEquals(0, pull("--dry-run"), err::toString);
        assertEquals("      1 found\n      1 would be probed and added\n      0 known already\n", out.toString());
        assertEquals(Set.of(), known());
        assertEquals(List.of(), host.requests());
    }

    @Test
    void whatWasReadOfAListThatBreaksOffIsAdded() throws IOException, InterruptedException {
        Neighbour host = neighbour(Neighbour.host());
        other.list(Neighbour.page("more", Neighbour.entry(host.authority(), "active", 1L)));
        other.listAfter("more", Neighbour.reply(200, "{\"hosts\":["));
        assertEquals(ExitCode.UNAVAILABLE, pull());
        assertTrue(out.toString().endsWith("not all of it: no JSON\n"), out::toString);
        assertEquals(Set.of(host.authority()), known());
    }

    @Test
    void withoutATokenNothingIsAsked() {
        assertEquals(ExitCode.NOT_PERMITTED, run("--from", other.url().toString(), "--dev", "--relay", operator()));
        assertEquals(
                List.of("relay: a token is expected: --token-file FILE or RELAY_ADMIN_PASSWORD"),
                err.toString().lines().toList());
        assertEquals(List.of(), other.requests());
    }

    @Test
    void aTokenThatIsNoneIsRefusedBeforeTheListIsRead() {
        assertEquals(ExitCode.NOT_PERMITTED, pullWith("not-a-token-of-this-relay"));
        assertTrue(err.toString().contains("AuthenticationRequired"), err::toString);
        assertEquals(List.of(), other.requests());
    }

    @Test
    void aTokenThatMayOnlyReadAddsNothing() throws IOException, InterruptedException {
        Neighbour host = neighbour(Neighbour.host());
        other.list(Neighbour.page(null, Neighbour.entry(host.authority(), "active", 1L)));
        assertEquals(ExitCode.UNAVAILABLE, pullWith(AdminFixture.WATCH));
        assertTrue(out.toString().contains("this token lacks the scope hosts"), out::toString);
        assertEquals(Set.of(), known());
    }

    @Test
    void aTokenMayBeInAFile() throws IOException {
        Path file = Files.writeString(directory.resolve("token"), AdminFixture.CONSOLE + "\n");
        other.list(Neighbour.page(null));
        assertEquals(
                0,
                run("--from", other.url().toString(), "--dev", "--relay", operator(), "--token-file", file.toString()),
                err::toString);
    }

    @Test
    void aRelayThatIsNotThereIsOneLine() {
        String operator = operator();
        relay.close();
        assertEquals(
                ExitCode.UNAVAILABLE,
                run("--from", other.url().toString(), "--dev", "--relay", operator, "--token", AdminFixture.CONSOLE));
        assertEquals(1, err.toString().lines().count(), err::toString);
        assertTrue(err.toString().contains("the relay cannot be asked"), err::toString);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--from http://relay.example.com",
                "--from https://relay.example.com:8443",
                "--from https://relay.example.com/?x",
                "--from https://user@relay.example.com",
                "--from http://localhost:2470",
                "--from https://relay.example.com --relay http://relay.example.com:2471",
                "--from https://relay.example.com --token-file /nowhere/at/all",
                "--from https://relay.example.com --per-second 0",
                "--from https://relay.example.com --minutes-max 0",
                "--from",
                "--relay https://relay.example.com"
            })
    void anOptionThatIsNoneIsOneLine(String options) {
        assertEquals(ExitCode.USAGE, run((options + " --token " + AdminFixture.CONSOLE).split(" ")));
        assertEquals(1, err.toString().lines().count(), err::toString);
    }

    @Test
    void whatStrangersWroteDoesNotSteerTheTerminal() throws IOException {
        other.list(Neighbour.page(null, Neighbour.entry("\\u001b[2Jx", "active", 1L)));
        assertEquals(0, pull("--verbose"), err::toString);
        assertTrue(out.toString().startsWith("?[2Jx: badName\n"), out::toString);
        assertFalse(out.toString().contains("\u001b"), out::toString);
    }

    private int pull(String... more) {
        List<String> options = new ArrayList<>(List.of(
                "--from", other.url().toString(), "--dev", "--relay", operator(), "--token", AdminFixture.CONSOLE));
        options.addAll(List.of("--per-second", "1000"));
        options.addAll(List.of(more));
        return run(options.toArray(String[]::new));
    }

    private int pullWith(String token) {
        return run("--from", other.url().toString(), "--dev", "--relay", operator(), "--token", token);
    }

    private int run(String... options) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        List<String> all = new ArrayList<>(List.of("pull-hosts"));
        all.addAll(List.of(options));
        return RelayCommand.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(all.toArray(String[]::new));
    }

    private String operator() {
        return "http://127.0.0.1:" + relay.operatorAddress().getPort();
    }

    private Set<String> known() throws IOException, InterruptedException {
        Set<String> names = new HashSet<>();
        AdminFixture.console(relay)
                .json("/admin/pds/list")
                .forEach(host -> names.add(host.path("Host").textValue()));
        return names;
    }

    private static long probesOf(Neighbour host) {
        return host.requests().stream()
                .filter(request -> request.endsWith("describeServer"))
                .count();
    }

    private JsonNode summary() throws IOException {
        return JSON.readTree(out.toString().lines().toList().getLast());
    }

    private String outcomeOf(String hostname) throws IOException {
        Map<String, String> outcomes = new HashMap<>();
        for (String line : out.toString().lines().toList()) {
            JsonNode told = JSON.readTree(line);
            outcomes.put(told.path("hostname").asText(), told.path("outcome").asText());
        }
        return outcomes.getOrDefault(hostname, "not told");
    }
}
