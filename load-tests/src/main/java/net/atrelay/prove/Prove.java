package net.atrelay.prove;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import net.atrelay.load.RelayAtWork;
import net.atrelay.sim.Deed;
import net.atrelay.sim.Fault;
import net.atrelay.sim.LedgerCheck;
import net.atrelay.sim.LedgerCheck.Outcome;
import net.atrelay.sim.SimClock;
import net.atrelay.sim.SimConsumer;
import net.atrelay.sim.SimNetwork;
import org.jspecify.annotations.Nullable;

/// One run: a world, a relay that is killed, consumers, and the comparison in the end. Owned by the thread that runs
/// it.
final class Prove implements AutoCloseable {
    /// When each world begins (2025-06-01T00:00:00Z): revs come from the world's clock, which moves by steps.
    private static final long BEGINNING_MICROS = 1_748_736_000_000_000L;

    private static final int KILLED = 128 + 9;
    private static final int CUT_EVERY_STEPS = 200;
    private static final int PAGES = 10;
    private static final int PAGE_MIN = 2;
    private static final int PAGE_MAX = 500;
    private static final long GLANCE_MILLIS = 20;

    private final ProvePlan plan;
    private final Consumer<String> progress;
    private final Duration patienceAtMost;
    private final SplittableRandom random;
    private final SimClock.Virtual clock = new SimClock.Virtual(BEGINNING_MICROS);
    private final SimNetwork network;
    private final RelayAtWork relay;
    private final Patience patience;
    private final Transcript live = new Transcript("live", 0);
    private final Transcript cut = new Transcript("often cut", 0);
    private final Actor actor;
    private final List<SimConsumer> consumers = new ArrayList<>();
    private final WorldFacts facts;
    private long kills;
    private long endedAsKilled;

    /// @param folder for the relay's data and log
    /// @param patienceAtMost how long the relay may take for anything
    Prove(ProvePlan plan, Path folder, Duration patienceAtMost, Consumer<String> progress) throws IOException {
        this.plan = plan;
        this.progress = progress;
        this.patienceAtMost = patienceAtMost;
        random = new SplittableRandom(plan.seed() ^ 0x70_72_6f_76_65L);
        network = new SimNetwork(plan.world(), clock);
        network.ledger().forgetFrames();
        facts = WorldFacts.of(network);
        relay = new RelayAtWork(
                folder.resolve("data"),
                folder.resolve("relay.log"),
                ProvePlan.settings(network, folder.resolve("data")));
        patience = new Patience(relay::isAlive, patienceAtMost);
        actor = new Actor(plan, network, clock, live, patience);
    }

    SimNetwork network() {
        return network;
    }

    ProveReport run() throws IOException, InterruptedException {
        long beganNanos = System.nanoTime();
        String gaveUp = null;
        try {
            act();
        } catch (StalledException | IOException e) {
            gaveUp = e.getMessage();
        }
        List<Check> checks = new ArrayList<>();
        try {
            checks.addAll(observe());
        } catch (StalledException | IOException e) {
            gaveUp = (gaveUp == null ? "" : gaveUp + "; ") + e.getMessage();
        }
        return report(checks, (System.nanoTime() - beganNanos) / 1e9, gaveUp);
    }

    private void act() throws IOException, StalledException, InterruptedException {
        start();
        SimConsumer oftenCut = consume(cut);
        var _ = consume(live);
        patience.until(
                () -> "a connection to every host",
                () -> network.hosts().stream().allMatch(host -> host.connections() > 0));
        actor.greet();
        awaitPlaces();
        actor.begin();
        List<Kills.Kill> left = new ArrayList<>(
                Kills.of(plan.restarts(), plan.steps(), random.split()).kills());
        SplittableRandom cuts = random.split();
        boolean isAway = false;
        for (int step = 0; step < plan.steps(); step++) {
            if (!left.isEmpty() && !isAway && left.getFirst().step() == step) {
                kill();
                isAway = true;
            }
            if (isAway && left.getFirst().startStep() == step) {
                startAgain(left.removeFirst());
                isAway = false;
            }
            if (cuts.nextInt(CUT_EVERY_STEPS) == 0) {
                oftenCut.disconnect();
            }
            actor.step(isAway);
        }
        if (isAway) {
            startAgain(left.removeFirst());
        }
        actor.finish();
    }

    /// A relay that has no place in a host's stream begins at its tip, also after a kill.
    private void awaitPlaces() throws IOException, StalledException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            Questions questions = questions(client);
            long beganNanos = System.nanoTime();
            while (!questions.hosts().stream().allMatch(host -> host.seq() != null)) {
                if (System.nanoTime() - beganNanos > patienceAtMost.toNanos()) {
                    throw new StalledException(
                            "not within " + patienceAtMost.toSeconds() + " s: a place in the stream of every host");
                }
                Thread.sleep(GLANCE_MILLIS);
            }
        }
    }

    private Questions questions(HttpClient client) {
        return new Questions(
                URI.create(relay.url().replaceFirst("^ws", "http")),
                client,
                Math.clamp(network.accounts().size() / PAGES, PAGE_MIN, PAGE_MAX));
    }

    private SimConsumer consume(Transcript transcript) {
        SimConsumer consumer = network.consume(URI.create(relay.url()), transcript.cursor(), transcript);
        consumers.add(consumer);
        return consumer;
    }

    private void start() throws IOException, StalledException, InterruptedException {
        relay.launch();
        long beganNanos = System.nanoTime();
        while (!relay.serves()) {
            if (System.nanoTime() - beganNanos > patienceAtMost.toNanos()) {
                throw new StalledException("not within " + patienceAtMost.toSeconds() + " s: a relay that serves");
            }
            Thread.sleep(GLANCE_MILLIS);
        }
    }

    private void kill() throws InterruptedException {
        kills++;
        endedAsKilled += relay.kill() == KILLED ? 1 : 0;
    }

    private void startAgain(Kills.Kill kill) throws IOException, StalledException, InterruptedException {
        if (kill.stumbleMillis() > 0) {
            relay.launch();
            Thread.sleep(kill.stumbleMillis());
            kill();
        }
        start();
        progress.accept("step " + kill.startStep() + ": killed and started again, "
                + network.ledger().announced() + " frames announced, " + live.frames() + " came out");
    }

    /// Waits until every host's last frame is settled; then, after one more kill, asks everything: what is answered
    /// comes from the disk.
    private List<Check> observe() throws IOException, StalledException, InterruptedException {
        Truth truth = Truth.of(network);
        try (HttpClient client = HttpClient.newHttpClient()) {
            Questions questions = questions(client);
            awaitSettled(questions, truth);
            if (plan.restarts() > 0) {
                kill();
                start();
            }
            Transcript replay = new Transcript("replay from 0", 0);
            Transcript middle = new Transcript("replay from the middle", someSeq());
            for (Transcript each : List.of(replay, middle)) {
                var _ = consume(each);
            }
            Answers answers = questions.ask(truth.repos().keySet());
            List<Transcript> others = List.of(cut, replay, middle);
            awaitEnd(others);
            List<Check> checks = new ArrayList<>(new Oracle(network.ledger(), truth).judge(live, others, answers));
            checks.add(actor.streams().check());
            if (plan.restarts() > 0) {
                checks.add(new Check("ended by SIGKILL", kills, kills - endedAsKilled, List.of()));
            }
            return checks;
        }
    }

    /// A host's seq in the list stands below everything that is not settled. Does not insist: the check of the list
    /// does.
    private void awaitSettled(Questions questions, Truth truth) throws IOException, InterruptedException {
        long beganNanos = System.nanoTime();
        while (!isSettled(questions.hosts(), truth)
                && relay.isAlive()
                && System.nanoTime() - beganNanos < patienceAtMost.toNanos()) {
            Thread.sleep(GLANCE_MILLIS);
        }
    }

    private static boolean isSettled(List<Answers.Host> hosts, Truth truth) {
        return truth.hosts().stream()
                .allMatch(host -> hosts.stream()
                        .anyMatch(answer -> answer.hostname().equals(host.hostname())
                                && answer.seq() != null
                                && answer.seq() == host.seq()));
    }

    private long someSeq() throws StalledException {
        List<Transcript.Heard> heard = live.heard();
        if (heard.size() < 2) {
            throw new StalledException("hardly any event came out");
        }
        return heard.get(random.nextInt(heard.size() - 1)).seq();
    }

    /// Does not insist: the comparison does.
    private void awaitEnd(List<Transcript> transcripts) throws InterruptedException {
        long beganNanos = System.nanoTime();
        while (!transcripts.stream().allMatch(each -> each.lastSeq() >= live.lastSeq())
                && System.nanoTime() - beganNanos < patienceAtMost.toNanos()) {
            Thread.sleep(GLANCE_MILLIS);
        }
    }

    private ProveReport report(List<Check> checks, double seconds, @Nullable String gaveUp) {
        LedgerCheck.Report stream = live.judge(network.ledger());
        Map<Deed, Long> deeds = new EnumMap<>(Deed.class);
        List<Floor> floors = new ArrayList<>();
        for (Deed deed : Deed.values()) {
            deeds.put(deed, actor.done(deed));
            floors.add(new Floor("deed " + FaultRow.nameOf(deed), plan.deedsFloor(), actor.done(deed)));
        }
        List<FaultRow> rows = new ArrayList<>();
        for (Fault fault : Fault.values()) {
            Outcome outcome = stream.faults().getOrDefault(fault.name(), Outcome.NONE);
            long missing = actor.followUps().missing(fault, live);
            FaultRow row = FaultRow.of(fault, network.injected(fault), outcome, missing);
            rows.add(row);
            floors.add(new Floor("fault " + row.name(), plan.faultsFloor(), row.injected()));
        }
        floors.add(new Floor("kill", plan.restarts(), kills));
        return new ProveReport(
                plan,
                facts,
                deeds,
                rows,
                checks,
                floors,
                network.ledger().announced(),
                network.ledger().due(),
                network.ledger().digest(),
                kills,
                seconds,
                gaveUp);
    }

    @Override
    public void close() {
        consumers.forEach(SimConsumer::close);
        relay.close();
        network.close();
    }
}
