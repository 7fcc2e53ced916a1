package net.atrelay.hostile;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.atrelay.sim.SimConsumer;
import net.atrelay.sim.SimNetwork;
import net.atrelay.sim.hostile.HostileHost;
import net.atrelay.sim.hostile.Hostility;
import org.jspecify.annotations.Nullable;

/// All that the relay under measurement is not, as a process of its own: directory, the good host, its consumer, and
/// hostile hosts. Talks to [CastProcess] in lines:
///
/// 1. says `ready PLC-URL HOST`;
/// 2. hears `listen RELAY-URL`, says `listening` once consumer and good host are connected;
/// 3. hears `speak SECONDS`, says `spoken` and the words of a [Window];
/// 4. hears `open KIND`, says `opened HOST` with the name of one more hostile host;
/// 5. hears `close`, says `closed N`: all hostile hosts are gone, and so often had they done what they do.
///
/// Ends when there is nothing more to hear.
final class Cast {
    private final HostilePlan plan;
    private final SimNetwork network;
    private final GoodHost good;
    private final List<HostileHost> hostile = new ArrayList<>();
    private @Nullable SimConsumer consumer;

    private Cast(HostilePlan plan, SimNetwork network) {
        this.plan = plan;
        this.network = network;
        good = new GoodHost(network);
    }

    /// @param args the words of a [HostilePlan]
    public static void main(String[] args) throws IOException, InterruptedException {
        HostilePlan plan = HostilePlan.of(List.of(args));
        try (SimNetwork network = SimNetwork.start(plan.world())) {
            new Cast(plan, network).serve();
        }
    }

    private void serve() throws IOException, InterruptedException {
        say("ready " + network.plc().url() + " " + network.hosts().getFirst().hostname());
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            say(answer(line.split(" ", 2)));
        }
        SimConsumer listening = consumer;
        if (listening != null) {
            listening.close();
        }
    }

    private String answer(String[] words) throws IOException, InterruptedException {
        return switch (words[0]) {
            case "listen" -> listen(URI.create(words[1]));
            case "speak" ->
                "spoken "
                        + String.join(
                                " ",
                                good.speak(plan.perSecond(), Integer.parseInt(words[1]))
                                        .words());
            case "open" -> open(Hostility.valueOf(words[1]));
            case "close" -> close();
            default -> throw new IllegalArgumentException(words[0]);
        };
    }

    private String listen(URI relay) throws InterruptedException {
        SimConsumer connecting = network.consume(relay, null, good);
        consumer = connecting;
        while (!connecting.isConnected() || network.hosts().getFirst().connections() == 0) {
            Thread.sleep(1);
        }
        return "listening";
    }

    private String open(Hostility kind) throws IOException {
        HostileHost host = new HostileHost(kind, network.plc(), good.dids());
        hostile.add(host);
        return "opened " + host.hostname();
    }

    private String close() throws IOException {
        long done = hostile.stream().mapToLong(HostileHost::injected).sum();
        for (HostileHost host : hostile) {
            host.close();
        }
        hostile.clear();
        return "closed " + done;
    }

    private static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
