package net.atrelay.realnet;

import static org.junit.jupiter.api.Assertions.fail;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import net.atrelay.process.RelayProcess;
import net.atrelay.process.Until;
import net.atrelay.realnet.RealNetwork.Act;
import net.atrelay.sim.FrameParts;
import net.atrelay.sim.SimConsumer;
import net.atrelay.sim.SimConsumer.Received;
import net.atrelay.sim.http.Loops;

/// A real network, a relay that crawls all of it, and a consumer that has recorded the relay's stream from its
/// beginning: what is done here is written down together with what must come out for it.
final class Scene implements AutoCloseable {
    /// The longest that frames may wait: a directory that was away is asked again after a pause.
    private static final Duration CATCHES_UP_WITHIN = Duration.ofSeconds(90);

    private static final Duration WARM_UP_STEP = Duration.ofSeconds(1);
    private static final int WARM_UP_STEPS_MAX = 60;

    private final Loops loops = new Loops(1);
    private final SimConsumer.Recorder recorder = new SimConsumer.Recorder();
    private final Truth truth = new Truth();
    private final RealNetwork network;
    private final RelayProcess relay;
    private final SimConsumer consumer;

    private Scene(String name, RealNetwork network, Map<String, String> settings) {
        this.network = network;
        Map<String, String> all = new HashMap<>(settings);
        all.put("RELAY_IDENTITY_PLC_URL", network.plcUrl());
        relay = new RelayProcess(Workplace.fresh(name), Workplace.relayJar().toString(), List.of("-Xmx512m"), all);
        consumer = new SimConsumer(loops, relay.uri(), 0L, recorder);
    }

    /// Starts everything; the relay listens to every host when this is done.
    ///
    /// @param name of the relay's folder
    static Scene open(String name, int hosts) {
        return open(name, hosts, Map.of());
    }

    /// As [#open(String, int)], with settings of the relay as its environment holds them.
    static Scene open(String name, int hosts, Map<String, String> settings) {
        Scene scene = new Scene(name, RealNetwork.start(hosts), settings);
        try {
            scene.begin();
            return scene;
        } catch (RuntimeException | Error e) {
            scene.close();
            throw e;
        }
    }

    RealNetwork network() {
        return network;
    }

    RelayProcess relay() {
        return relay;
    }

    Truth truth() {
        return truth;
    }

    Loops loops() {
        return loops;
    }

    /// What the consumer has, in its order.
    List<byte[]> frames() {
        return recorder.frames().stream().map(Received::frame).toList();
    }

    /// What came out about an account's status, in order.
    List<String> statements(String did) {
        return frames().stream()
                .filter(frame -> "#account".equals(FrameParts.of(frame).type()))
                .filter(frame -> did.equals(FrameParts.of(frame).did()))
                .map(frame -> Objects.requireNonNullElse(new Payload(frame).text("status"), "active"))
                .toList();
    }

    /// Does something; the relay passes on whatever hosts announce for it.
    Act does(String command, int account) {
        return does(command, Map.of("account", account));
    }

    /// As [#does(String, int)], for commands that need more than an account.
    Act does(String command, Map<String, ?> arguments) {
        Act act = network.act(command, arguments);
        truth.passes(act.frames());
        return act;
    }

    /// As [#does(String, Map)], but a rule decides about those frames that are of its type.
    void doesExcept(Rule rule, String command, Map<String, ?> arguments) {
        for (Announced frame : network.act(command, arguments).frames()) {
            if (rule.type().equals(frame.parts().type())) {
                truth.falls(rule, List.of(frame));
            } else {
                truth.passes(List.of(frame));
            }
        }
    }

    /// Does something, of which a rule says what becomes of it.
    void falls(Rule rule, String command, Map<String, ?> arguments) {
        List<Announced> frames = network.act(command, arguments).frames();
        if (frames.isEmpty()) {
            fail(rule + ": " + command + " announced nothing");
        }
        truth.falls(rule, frames);
    }

    /// As [#falls(Rule, String, Map)], for commands that need an account only.
    void falls(Rule rule, String command, int account) {
        falls(rule, command, Map.of("account", account));
    }

    /// Does many things on a thread of their own; when it is done, all of it is written down.
    CompletableFuture<Void> doesMeanwhile(String command, Map<String, ?> arguments) {
        return CompletableFuture.runAsync(() -> does(command, arguments));
    }

    /// Returns when everything has come out that must have by now.
    void catchUp() {
        if (!Until.comesTrue(CATCHES_UP_WITHIN, () -> truth.compare(frames()).missing() == 0)) {
            fail("the relay does not catch up: " + truth.compare(frames()));
        }
    }

    /// Waits until the last frame of an act has come out.
    void awaits(Act act) {
        byte[] wanted = lastFrame(act);
        Until.holds("it comes out: " + act.facts(), () -> hasCome(wanted));
    }

    /// Whether the last frame of an act has come out.
    boolean hasCome(Act act) {
        return hasCome(lastFrame(act));
    }

    /// Whether a frame has come out.
    boolean hasCome(Announced frame) {
        return hasCome(frame.parts().withoutSeq(frame.frame()));
    }

    @Override
    public void close() {
        consumer.close();
        relay.close();
        network.close();
        loops.close();
    }

    private void begin() {
        relay.start();
        network.hosts().forEach(relay::requestCrawl);
        for (int host = 0; host < network.hosts().size(); host++) {
            warmUp(host);
        }
    }

    /// A relay begins with what a host says after it has connected: the first words may be lost, so they are said by an
    /// account that nothing else is about, until one of them comes out.
    private void warmUp(int host) {
        Act created = network.act("create-account", Map.of("host", host));
        truth.mayPass(created.frames());
        for (int step = 0; step < WARM_UP_STEPS_MAX; step++) {
            Act post = network.act("post", created.account());
            truth.mayPass(post.frames());
            if (Until.comesTrue(WARM_UP_STEP, () -> hasCome(post))) {
                return;
            }
        }
        fail("the relay does not listen to " + network.hosts().get(host));
    }

    private boolean hasCome(byte[] withoutSeq) {
        return frames().reversed().stream()
                .anyMatch(
                        frame -> Arrays.equals(withoutSeq, FrameParts.of(frame).withoutSeq(frame)));
    }

    private static byte[] lastFrame(Act act) {
        Announced last = act.frames().getLast();
        return last.parts().withoutSeq(last.frame());
    }
}
