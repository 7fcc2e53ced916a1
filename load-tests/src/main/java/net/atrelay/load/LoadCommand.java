package net.atrelay.load;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.atrelay.app.ExitCode;
import net.atrelay.app.RelaySubcommand;
import net.atrelay.app.config.LogFormat;
import net.atrelay.app.config.LogLevel;
import net.atrelay.app.log.Logs;
import net.atrelay.command.DataFolder;
import net.atrelay.command.Replies;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `relay load`: reads the options, runs in a temporary folder, prints what was found.
@Command(
        name = "load",
        description = {
            "Measures a relay that knows many accounts, at a steady rate of events and when it is started again.",
            "",
            "Writes a data directory with so many known accounts on so many hosts, then runs the relay as its own"
                    + " process,",
            "hosts and consumer as another. Told are memory, processor time, latency and disk as time goes by; how"
                    + " long",
            "restarts under load take; and whether each event came out once, in order."
        },
        sortOptions = false,
        showDefaultValues = true)
public final class LoadCommand implements RelaySubcommand {
    private static final String STANDARD_OUTPUT = "-";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--accounts", paramLabel = "N", defaultValue = "10000000", description = "Known accounts.")
    private long accounts;

    @Option(names = "--hosts", paramLabel = "N", defaultValue = "5000", description = "Simulated hosts.")
    private int hosts;

    @Option(
            names = "--base-port",
            paramLabel = "PORT",
            defaultValue = "6000",
            description = "Port of the first host, the others follow; 0 for any free ones.")
    private int basePort;

    @Option(names = "--rate", paramLabel = "N", defaultValue = "2000", description = "Events a second.")
    private double perSecond;

    @Option(names = "--seconds", paramLabel = "N", defaultValue = "600", description = "How long it is measured.")
    private int seconds;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            defaultValue = "550000",
            description = "Events before that, each of another account: enough to fill the relay's cache of accounts.")
    private long warmUpEvents;

    @Option(names = "--warm-up-rate", paramLabel = "N", defaultValue = "4000", description = "Their rate.")
    private double warmUpPerSecond;

    @Option(
            names = "--speakers",
            paramLabel = "N",
            defaultValue = "20000",
            description = "Accounts of the day, which speak again and again.")
    private int speakers;

    @Option(
            names = "--newcomers",
            paramLabel = "PERCENT",
            defaultValue = "50",
            description = "Events by accounts that have not spoken yet; each takes the place of one of the day.")
    private int newcomersPercent;

    @Option(
            names = "--records",
            paramLabel = "N",
            defaultValue = "10000",
            description = "Most records of an account; the least is a tenth of it.")
    private int records;

    @Option(
            names = "--window",
            paramLabel = "N",
            defaultValue = "0",
            description = "Events that are in the window from the beginning; some 4.5 KB each.")
    private long window;

    @Option(
            names = "--restart",
            paramLabel = "SIGNAL",
            split = ",",
            defaultValue = "TERM,KILL",
            description =
                    "How the relay is ended and started again in the end: TERM, KILL; may be given more than once.")
    private List<Restart.How> restarts = List.of();

    @Option(names = "--no-restart", description = "The relay is not started again.")
    private boolean isWithoutRestarts;

    @Option(
            names = "--population",
            paramLabel = "DIR",
            description = "Where the known accounts are kept for further runs with the same numbers.")
    private @Nullable Path population;

    @Option(
            names = "--folder",
            paramLabel = "DIR",
            description = "Where the relay's data and log are, and stay; else they are temporary.")
    private @Nullable Path folder;

    @Option(names = "--samples", paramLabel = "FILE", description = "Takes all samples, as comma-separated values.")
    private @Nullable Path samples;

    @Option(names = "--sample-every", paramLabel = "SECONDS", defaultValue = "5", description = "Time between these.")
    private int sampleSeconds;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "Decides all accounts.")
    private long seed;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "A setting of the relay, such as RELAY_STORE_BLOCK_CACHE_BYTES=256MiB; may be given more than"
                    + " once.")
    private Map<String, String> settings = new HashMap<>();

    @Option(
            names = "--json",
            paramLabel = "FILE",
            arity = "0..1",
            fallbackValue = STANDARD_OUTPUT,
            description = "Takes the result as a JSON object too; without FILE it is printed instead of tables.")
    private @Nullable String json;

    @Override
    public Integer call() throws IOException, InterruptedException {
        check();
        Logs.configure(LogLevel.ERROR, LogFormat.TEXT);
        try (DataFolder place = DataFolder.open(spec.name(), folder);
                PrintWriter lines =
                        samples == null ? null : new PrintWriter(samples.toFile(), StandardCharsets.UTF_8)) {
            if (lines != null) {
                lines.println(Sample.header());
            }
            LoadResult result = new LoadRun(realm(), course(), place.path(), settings, Replies.progress(spec))
                    .run(population, lines);
            print(result, spec.commandLine().getOut());
            return result.end().isClean() ? ExitCode.OK : ExitCode.FAULT;
        }
    }

    private Realm realm() {
        return new Realm(seed, hosts, accounts, basePort, records, window);
    }

    private Course course() {
        return new Course(
                warmUpEvents,
                warmUpPerSecond,
                perSecond,
                seconds,
                speakers,
                newcomersPercent,
                sampleSeconds,
                isWithoutRestarts ? List.of() : restarts);
    }

    private void print(LoadResult result, PrintWriter out) throws IOException {
        String object = json == null ? "" : new ObjectMapper().writeValueAsString(result);
        if (STANDARD_OUTPUT.equals(json)) {
            out.println(object);
        } else {
            LoadTable.of(result).forEach(out::println);
            if (json != null) {
                Files.writeString(Path.of(json), object + "\n");
            }
        }
        out.flush();
    }

    private void check() {
        require("--accounts", accounts, accounts >= 1, "at least 1");
        require("--hosts", hosts, hosts >= 1, "at least 1");
        require("--base-port", basePort, basePort >= 0 && basePort + hosts <= 65_535, "room for all hosts");
        require("--rate", (long) perSecond, perSecond > 0, "above 0");
        require("--seconds", seconds, seconds >= 1, "at least 1");
        require("--warm-up", warmUpEvents, warmUpEvents >= 1, "at least 1");
        require("--warm-up-rate", (long) warmUpPerSecond, warmUpPerSecond > 0, "above 0");
        require("--speakers", speakers, speakers >= 1, "at least 1");
        require("--newcomers", newcomersPercent, newcomersPercent >= 0 && newcomersPercent <= 100, "0 to 100");
        require("--window", window, window >= 0, "at least 0");
        require("--records", records, records >= 1, "at least 1");
        require("--sample-every", sampleSeconds, sampleSeconds >= 1, "at least 1");
    }

    private void require(String option, long value, boolean holds, String rule) {
        if (!holds) {
            throw Replies.refusal(spec, option + ": " + value + " (expected: " + rule + ")");
        }
    }
}
