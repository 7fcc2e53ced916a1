package net.atrelay.demo;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import net.atrelay.app.EmbeddedRelay;
import net.atrelay.app.RelaySubcommand;
import net.atrelay.app.Signals;
import net.atrelay.app.config.LogFormat;
import net.atrelay.app.config.LogLevel;
import net.atrelay.app.log.Logs;
import net.atrelay.command.DataFolder;
import net.atrelay.command.Replies;
import net.atrelay.sim.SimNetwork;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `relay demo`: reads the options, brings network and relay up, and takes them down in the end.
@Command(
        name = "demo",
        description = "Runs a relay with a simulated network, on this machine alone, and shows what comes out.",
        sortOptions = false,
        showDefaultValues = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all came out that had to, and nothing else",
            "1:it did not; the lines above tell how",
            "64:an option that does not exist or has a bad value",
            "70:a fault",
            "75:the port is taken"
        })
public final class DemoCommand implements RelaySubcommand {
    private static final Duration SETTLING = Duration.ofSeconds(30);

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--hosts", paramLabel = "N", defaultValue = "5", description = "Simulated hosts.")
    private int hosts;

    @Option(names = "--accounts", paramLabel = "N", defaultValue = "200", description = "Accounts to begin with.")
    private int accounts;

    @Option(names = "--rate", paramLabel = "N", defaultValue = "50", description = "What accounts do, times a second.")
    private int rate;

    @Option(
            names = "--faults",
            paramLabel = "N",
            defaultValue = "5",
            description = "How many times in a thousand it is something false, which must not come out.")
    private int faults;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Decides names, keys, records and choices of the network.")
    private long seed;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "0",
            description = "How long the network acts; 0 for until Ctrl-C.")
    private int seconds;

    @Option(
            names = "--listen",
            paramLabel = "ADDRESS:PORT",
            defaultValue = "127.0.0.1:2470",
            description = "Where the relay serves consumers; port 0 takes a free one.")
    private String listen = "";

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The relay's data, kept afterwards; must be empty. Without it a folder that is removed.")
    private @Nullable Path data;

    @Option(names = "--plain", description = "A line each second instead of a screen, as when this is no terminal.")
    private boolean isPlain;

    @Override
    public Integer call() throws IOException, InterruptedException {
        DemoPlan plan = plan();
        // The view has the terminal to itself; what is worth a warning shows in its numbers.
        Logs.configure(LogLevel.ERROR, LogFormat.TEXT);
        Signals signals = Signals.takeOver();
        View view = view();
        view.say(List.of("Bringing up a network and a relay.", ""));
        Failure failure = new Failure();
        try (DataFolder folder = DataFolder.unused(spec, data);
                SimNetwork network = SimNetwork.start(plan.world());
                EmbeddedRelay relay = EmbeddedRelay.start(plan.relay(network, folder.path()), failure)) {
            return new Demo(plan, network, relay, failure, view).run(signals::await);
        }
    }

    private DemoPlan plan() {
        requireAtLeast("--hosts", hosts, 1);
        requireAtLeast("--accounts", accounts, 0);
        requireAtLeast("--rate", rate, 1);
        requireAtLeast("--faults", faults, 0);
        requireAtLeast("--seconds", seconds, 0);
        return new DemoPlan(seed, hosts, accounts, rate, faults, Duration.ofSeconds(seconds), SETTLING, listen);
    }

    private void requireAtLeast(String option, int value, int least) {
        Replies.requireAtLeast(spec, option, value, least);
    }

    private View view() {
        PrintWriter out = spec.commandLine().getOut();
        return isPlain || !Terminal.isThere()
                ? new PlainView(out)
                : new ScreenView(out, Terminal.rows(), Terminal.rule());
    }
}
