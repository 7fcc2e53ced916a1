package net.atrelay.sim;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import net.atrelay.sim.host.SimHost;
import org.jspecify.annotations.Nullable;

/// The simulated network as a program for scripts: one line of JSON when it is ready, one when it is done.
public final class SimMain {

    private static final String USAGE = """
        Runs a simulated network and prints lines of JSON: {"event":"ready",…}, then {"event":"done",…}.

          --hosts N          hosts (5)
          --accounts N       accounts that exist from the start (100)
          --records N        most records a repo begins with (2000)
          --rate R           steps a second (100)
          --seconds S        how long it acts (0: until stopped)
          --seed X           decides everything (1)
          --plc-port P       the directory's port (0: any)
          --base-port P      the first host's port (0: any)
          --faults N         faulty steps in a thousand (0)
          --commits-only     no change of identities or accounts
          --recorded         make all frames before the start (needs --seconds)
          --wait S           wait so long for a connection to every host (0)
          --crawl URL        ask this relay to crawl every host
          --check URL        read this relay's stream and compare it with what had to come out
          --cursor N         where --check begins (none: the live tip)
          --settle S         how long to wait for the last frames with --check (30)
        """;

    private static final long PORTION_MILLIS = 10;

    private final SimOptions options;
    private final PrintStream out;

    private SimMain(SimOptions options, PrintStream out) {
        this.options = options;
        this.out = out;
    }

    /// Runs until its time is up or it is stopped. The exit code says whether what had to come out did.
    public static void main(String[] args) throws IOException, InterruptedException {
        if (args.length > 0 && args[0].equals("--help")) {
            System.out.print(USAGE);
            return;
        }
        SimOptions options;
        try {
            options = SimOptions.parse(args);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage() + " (see --help)");
            System.exit(2);
            return;
        }
        // A polite stop ends the activity, not the verdict on it.
        Thread main = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(main), "sim-stop"));
        boolean isGood = new SimMain(options, System.out).run();
        System.out.flush();
        Runtime.getRuntime().halt(isGood ? 0 : 1);
    }

    private static void stop(Thread main) {
        main.interrupt();
        try {
            main.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean run() throws IOException, InterruptedException {
        if (!options.isRecorded()) {
            try (SimNetwork network = SimNetwork.start(options.world())) {
                Activity activity = new Activity(network, options.mix());
                return act(network, count -> {
                    for (int i = 0; i < count; i++) {
                        activity.step();
                    }
                });
            }
        }
        Recording.Recorded recorded =
                Recording.of(options.world(), options.mix(), (int) options.steps(), options.rate());
        try (SimNetwork network = recorded.network()) {
            return act(network, recorded.recording()::release);
        }
    }

    private boolean act(SimNetwork network, IntConsumer steps) throws IOException, InterruptedException {
        out.println(ready(network));
        if (options.check() == null) {
            network.ledger().onlyCount();
        }
        LedgerCheck check = new LedgerCheck();
        SimConsumer consumer = options.check() == null ? null : consume(network, check);
        if (consumer != null && !await(consumer::isConnected, options.settle())) {
            out.println("{\"event\":\"failed\",\"reason\":\"no connection to " + options.check() + "\"}");
            return false;
        }
        crawl(network);
        if (!await(() -> network.hosts().stream().allMatch(host -> host.connections() > 0), options.waits())) {
            out.println("{\"event\":\"failed\",\"reason\":\"not every host has a connection\"}");
            return false;
        }
        long began = System.nanoTime();
        long done = Pace.run(options.rate(), options.steps(), steps);
        double seconds = (System.nanoTime() - began) / 1e9;
        boolean wasStopped = Thread.interrupted();
        long frames = network.ledger().announced();
        out.println("{\"event\":\"done\",\"steps\":" + done + ",\"frames\":" + frames + ",\"mustComeOut\":"
                + network.ledger().due() + ",\"seconds\":" + Math.round(seconds * 1_000) / 1_000.0 + ",\"plcRequests\":"
                + network.plc().requests() + ",\"stopped\":" + wasStopped + "}");
        return consumer == null || judge(network, check, consumer);
    }

    private String ready(SimNetwork network) {
        return "{\"event\":\"ready\",\"plc\":\"" + network.plc().url() + "\",\"accounts\":" + network.accountCount()
                + ",\"hosts\":["
                + network.hosts().stream()
                        .map(host -> "\"" + host.hostname() + "\"")
                        .collect(Collectors.joining(","))
                + "]}";
    }

    private SimConsumer consume(SimNetwork network, LedgerCheck check) {
        return network.consume(URI.create(String.valueOf(options.check())), options.cursor(), received -> {
            synchronized (check) {
                check.onFrame(received.frame());
            }
        });
    }

    private void crawl(SimNetwork network) throws IOException, InterruptedException {
        String relay = options.crawl();
        if (relay == null) {
            return;
        }
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (SimHost host : network.hosts()) {
                HttpRequest request = HttpRequest.newBuilder(URI.create(relay + "/xrpc/com.atproto.sync.requestCrawl"))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString("{\"hostname\":\"" + host.hostname() + "\"}"))
                        .build();
                HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
                if (response.statusCode() != 200) {
                    out.println("{\"event\":\"crawlRefused\",\"host\":\"" + host.hostname() + "\",\"status\":"
                            + response.statusCode() + "}");
                }
            }
        }
    }

    private boolean judge(SimNetwork network, LedgerCheck check, SimConsumer consumer) throws InterruptedException {
        await(() -> isComplete(check, network.ledger()), options.settle());
        consumer.close();
        synchronized (check) {
            LedgerCheck.Report report = check.finish(network.ledger());
            report.examples().forEach(System.err::println);
            out.println(report.json());
            return report.isClean();
        }
    }

    private static boolean isComplete(LedgerCheck check, Ledger ledger) {
        synchronized (check) {
            return check.isComplete(ledger);
        }
    }

    private static boolean await(BooleanSupplier condition, @Nullable Duration atMost) throws InterruptedException {
        if (atMost == null) {
            return true;
        }
        long deadline = System.nanoTime() + atMost.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            Thread.sleep(PORTION_MILLIS);
        }
        return true;
    }
}
