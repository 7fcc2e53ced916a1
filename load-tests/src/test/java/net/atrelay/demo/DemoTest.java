package net.atrelay.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ServiceLoader;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import net.atrelay.app.EmbeddedRelay;
import net.atrelay.app.RelaySubcommand;
import net.atrelay.command.DataFolder;
import net.atrelay.sim.Account;
import net.atrelay.sim.Ledger;
import net.atrelay.sim.SimNetwork;
import net.atrelay.sim.repo.Frames;
import org.junit.jupiter.api.Test;

class DemoTest {
    private static final DemoPlan PLAN =
            new DemoPlan(7, 2, 20, 40, 20, Duration.ofSeconds(3), Duration.ofSeconds(30), "127.0.0.1:0");

    private final StringWriter out = new StringWriter();

    @Test
    void whatCameOutIsShownAndJudged() throws IOException, InterruptedException {
        int exitCode = run(PLAN, _ -> {});
        String text = out.toString();
        assertTrue(text.startsWith("2 simulated hosts with 20 accounts"), text);
        assertTrue(text.contains("curl http://127.0.0.1:"), text);
        assertTrue(text.lines().anyMatch(line -> line.startsWith("0:0") && line.contains("  newest 2000")), text);
        assertTrue(text.contains("Verdict: clean."), text);
        assertEquals(0, exitCode, text);
    }

    @Test
    void aMissingEventIsToldAndSpoilsTheVerdict() throws IOException, InterruptedException {
        DemoPlan plan = new DemoPlan(7, 2, 20, 40, 0, Duration.ofSeconds(1), Duration.ofSeconds(2), "127.0.0.1:0");
        int exitCode = run(
                plan,
                network -> network.ledger().add(neverSaid(network.accounts().getFirst())));
        String text = out.toString();
        assertTrue(text.contains("Verdict: NOT clean."), text);
        assertTrue(text.contains("1 had to come out and did not."), text);
        assertTrue(text.contains("missing: #identity of did:plc:"), text);
        assertEquals(1, exitCode, text);
    }

    @Test
    void theLauncherFindsTheCommand() {
        assertTrue(ServiceLoader.load(RelaySubcommand.class).stream()
                .anyMatch(found -> found.type().equals(DemoCommand.class)));
    }

    private int run(DemoPlan plan, Consumer<SimNetwork> before) throws IOException, InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        Failure failure = new Failure();
        Path left;
        int exitCode;
        try (DataFolder folder = DataFolder.temporary("demo");
                SimNetwork network = SimNetwork.start(plan.world());
                EmbeddedRelay relay = EmbeddedRelay.start(plan.relay(network, folder.path()), failure)) {
            left = folder.path();
            before.accept(network);
            exitCode = new Demo(plan, network, relay, failure, new PlainView(new PrintWriter(out)))
                    .run(atMost -> never.await(atMost.toNanos(), TimeUnit.NANOSECONDS));
        }
        assertTrue(Files.notExists(left));
        return exitCode;
    }

    private static Ledger.Entry neverSaid(Account account) {
        byte[] frame = Frames.identity(account.did(), account.handle(), "2026-01-01T00:00:00.000Z")
                .at(1);
        return new Ledger.Entry(account.did(), account.host().hostname(), 1, frame, Ledger.Due.MUST, "never said");
    }
}
