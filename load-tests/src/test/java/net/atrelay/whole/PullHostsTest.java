package net.atrelay.whole;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import net.atrelay.app.pull.PullHostsCommand;
import net.atrelay.process.Until;
import net.atrelay.sim.host.SimHost;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// A new relay takes over the hosts of an older one, whose own list of hosts it reads.
class PullHostsTest {
    private static final String TOKEN = "the-password-of-console";
    private static final int HOSTS = 7;

    private final long seed = Seed.of(PullHostsTest.class);

    @TempDir
    private Path directory;

    @Test
    void aNewRelayReadsTheHostsOfAnOlderOneWithoutItsBannedOnes() throws Exception {
        try (World world = new World(seed, HOSTS, 2 * HOSTS);
                RelayHere older = new RelayHere(directory.resolve("older"), settings(world));
                RelayHere newer = new RelayHere(directory.resolve("newer"), withoutHosts(settings(world)))) {
            world.awaitListener();
            world.everybodyPosts();
            SimHost banned = world.host(0);
            block(older, banned);
            Until.holds(
                    "it is told as banned",
                    () -> older.ask("com.atproto.sync.getHostStatus?hostname=" + banned.hostname())
                            .path("status")
                            .asText()
                            .equals("banned"));
            assertEquals(Set.of(), hostsOf(newer));

            assertEquals(0, pull(older, newer, "--dry-run"));
            assertEquals(Set.of(), hostsOf(newer));
            assertEquals(0, pull(older, newer));
            assertEquals(0, pull(older, newer));

            Set<String> others = world.network().hosts().stream()
                    .map(SimHost::hostname)
                    .filter(name -> !name.equals(banned.hostname()))
                    .collect(Collectors.toSet());
            assertEquals(others, hostsOf(newer), "seed " + seed);
            Until.holds(
                    "both relays read all others",
                    () -> world.network().hosts().stream()
                            .allMatch(host -> host == banned ? host.connections() == 0 : host.connections() == 2));
        }
    }

    private static int pull(RelayHere from, RelayHere into, String... more) {
        List<String> options = new ArrayList<>(List.of(
                "--dev",
                "--from",
                from.uri().toString().replace("ws:", "http:"),
                "--relay",
                into.operator(),
                "--token",
                TOKEN,
                "--per-second",
                "100"));
        options.addAll(List.of(more));
        return new CommandLine(new PullHostsCommand()).execute(options.toArray(String[]::new));
    }

    private static Set<String> hostsOf(RelayHere relay) {
        Set<String> names = new HashSet<>();
        relay.ask("com.atproto.sync.listHosts")
                .path("hosts")
                .forEach(host -> names.add(host.path("hostname").asText()));
        return names;
    }

    private static Map<String, String> settings(World world) {
        Map<String, String> settings = world.settings();
        settings.put("RELAY_ADMIN_TOKENS", "console all " + TOKEN);
        return settings;
    }

    private static Map<String, String> withoutHosts(Map<String, String> settings) {
        settings.remove("RELAY_INGEST_HOSTS");
        return settings;
    }

    private static void block(RelayHere relay, SimHost host) throws IOException, InterruptedException {
        URI route = URI.create(relay.operator() + "/admin/pds/block?host=" + host.hostname());
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(route)
                    .header("Authorization", "Bearer " + TOKEN)
                    .POST(BodyPublishers.noBody())
                    .build();
            assertEquals(200, client.send(request, BodyHandlers.discarding()).statusCode());
        }
    }
}
