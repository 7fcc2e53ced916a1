package net.atrelay.whole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.atrelay.process.Until;
import net.atrelay.sim.Mix;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Consumers come at any cursor, most near the tip, and leave at every stage: within the upgrade, before the first
/// frame, while they catch up, where they become live, and while they read nothing. The relay stays, and who stays gets
/// everything.
class ConsumerStormTest {
    private static final int ROUNDS = 30;
    private static final int CONSUMERS_A_ROUND = 8;
    private static final int NEAR_TIP = 20;
    private static final int STEPS_PER_SECOND = 200;
    private static final String UPGRADE = """
        GET /xrpc/com.atproto.sync.subscribeRepos?cursor=0 HTTP/1.1
        Host: 127.0.0.1
        Connection: Upgrade
        Upgrade: websocket
        Sec-WebSocket-Version: 13
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==

        """.replace("\n", "\r\n");

    private final long seed = Seed.of(ConsumerStormTest.class);
    private final Random random = new Random(seed);

    @TempDir
    private Path directory;

    @Test
    void relayStaysUpAndWhoStaysGetsEverything() throws IOException {
        try (World world = new World(seed, 2, 20);
                RelayHere relay = new RelayHere(directory, world.settings());
                Witness all = new Witness(world, relay.uri(), 0L)) {
            world.awaitListener();
            for (int i = 0; i < 20; i++) {
                world.everybodyPosts();
            }
            all.awaitDue();
            try (Load _ = new Load(world, all, STEPS_PER_SECOND, Mix.commitsOnly())) {
                for (int round = 0; round < ROUNDS; round++) {
                    storm(world, relay.uri(), all);
                }
            }
            all.assertClean("seed " + seed);
            checkAllLeft(relay);
        }
    }

    private void storm(World world, URI relay, Witness all) throws IOException {
        List<Witness> guests = new ArrayList<>();
        for (int i = 0; i < CONSUMERS_A_ROUND; i++) {
            guests.add(new Witness(world, relay, someCursor(all)));
        }
        leaveWithinUpgrade(relay);
        for (Witness guest : guests) {
            if (random.nextBoolean()) {
                awaitSomeStage(guest, all);
            }
            guest.close();
        }
    }

    private @Nullable Long someCursor(Witness all) {
        long tip = all.lastSeq();
        return switch (random.nextInt(4)) {
            case 0 -> null;
            case 1 -> all.firstSeq() + random.nextInt((int) (tip - all.firstSeq()));
            default -> tip - random.nextInt(NEAR_TIP);
        };
    }

    private void awaitSomeStage(Witness guest, Witness all) {
        switch (random.nextInt(4)) {
            case 0 -> Until.holds("a guest is let in", () -> guest.consumer().connects() > 0);
            case 1 -> Until.holds("a guest gets a frame", () -> guest.frames() > 0);
            case 2 -> {
                long live = all.lastSeq();
                Until.holds("a guest becomes live", () -> guest.lastSeq() > live);
            }
            default -> {
                Until.holds("a guest is let in", () -> guest.consumer().connects() > 0);
                guest.consumer().pause(true);
                int frames = all.frames();
                Until.holds("others go on", () -> all.frames() > frames);
            }
        }
    }

    private void leaveWithinUpgrade(URI relay) throws IOException {
        byte[] request = UPGRADE.getBytes(StandardCharsets.US_ASCII);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), relay.getPort())) {
            if (random.nextBoolean()) {
                socket.setSoLinger(true, 0); // the relay hears a reset instead of an end
            }
            socket.getOutputStream().write(request, 0, random.nextInt(request.length + 1));
        }
    }

    private static void checkAllLeft(RelayHere relay) {
        Until.holds("only the one that stays is left", () -> relay.meters().sum("relay_fanout_consumers") == 1);
        Meters meters = relay.meters();
        assertTrue(meters.sum("relay_fanout_connects_total") > ROUNDS, "guests were let in");
        for (String fault : List.of("SEQ_HOLE", "INTERNAL_ERROR")) {
            assertEquals(0, meters.sum("relay_fanout_disconnects_total", "reason=\"" + fault + "\""), fault);
        }
    }
}
