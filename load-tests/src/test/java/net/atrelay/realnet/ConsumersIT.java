package net.atrelay.realnet;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import net.atrelay.process.Until;
import net.atrelay.sim.LedgerCheck.Report;
import org.junit.jupiter.api.Test;

/// The libraries that consumers use read a stream from its beginning, across a restart in good order and a kill -9:
/// neither complains, and each sees every event once, in order.
class ConsumersIT {
    private static final int HOSTS = 2;
    private static final List<Integer> ACCOUNTS = List.of(0, 1, 2, 3, 4, 5);

    /// The same without a relay, so that a complaint about the relay's stream is known to be about the relay.
    @Test
    void librariesReadARealHostsOwnStream() {
        try (RealNetwork network = RealNetwork.start(1)) {
            URI stream = URI.create("ws://" + network.hosts().getFirst());
            try (LibraryConsumer npm = LibraryConsumer.typescript(stream, network.plcUrl());
                    LibraryConsumer python = LibraryConsumer.python(stream)) {
                List<byte[]> frames = new ArrayList<>();
                for (String command : List.of("create-account", "host-stop", "host-start", "host-kill", "host-start")) {
                    frames.addAll(frames(network, command, Map.of("host", 0)));
                    if (!command.equals("host-stop") && !command.equals("host-kill")) {
                        frames.addAll(frames(network, "load", Map.of("acts", 40, "accounts", List.of(0))));
                        npm.sees(frames);
                        python.sees(frames);
                    }
                }
            }
        }
    }

    @Test
    void librariesSeeEveryEventOnceAcrossRestarts() {
        try (Scene scene = Scene.open("consumers-relay", HOSTS);
                LibraryConsumer npm = LibraryConsumer.typescript(
                        scene.relay().uri(), scene.network().plcUrl());
                LibraryConsumer python = LibraryConsumer.python(scene.relay().uri())) {
            // The scene has made one on each host.
            for (int account = HOSTS; account < ACCOUNTS.size(); account++) {
                scene.does("create-account", Map.of());
            }
            scene.does("load", Map.of("acts", 150, "accounts", ACCOUNTS));
            bothSee(scene, npm, python);

            scene.relay().stop();
            scene.does("load", Map.of("acts", 60, "accounts", ACCOUNTS));
            scene.relay().start();
            // What an older key has signed is read before the key changes: the library verifies with the newest.
            bothSee(scene, npm, python);
            scene.does("rotate-key", 2);
            scene.does("handle", 3);
            scene.doesExcept(Rule.IMPORTED_SYNC, "migrate", Map.of("account", 4, "to", 1));
            bothSee(scene, npm, python);

            int before = scene.frames().size();
            CompletableFuture<Void> load = scene.doesMeanwhile("load", Map.of("acts", 150, "accounts", ACCOUNTS));
            Until.holds("the load has begun to come out", () -> scene.frames().size() > before + 20);
            scene.relay().kill();
            load.join();
            scene.relay().start();
            scene.does("deactivate", 5);
            scene.does("activate", 5);
            scene.does("post", 5);
            bothSee(scene, npm, python);
        }
    }

    private static void bothSee(Scene scene, LibraryConsumer npm, LibraryConsumer python) {
        scene.catchUp();
        List<byte[]> frames = scene.frames();
        Report report = scene.truth().compare(frames);
        assertTrue(report.isClean(), report.toString());
        npm.sees(frames);
        python.sees(frames);
    }

    private static List<byte[]> frames(RealNetwork network, String command, Map<String, ?> arguments) {
        return network.act(command, arguments).frames().stream()
                .map(Announced::frame)
                .toList();
    }
}
