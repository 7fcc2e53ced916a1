package net.atrelay.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import net.atrelay.app.ExitCode;
import net.atrelay.app.RelaySubcommand;
import net.atrelay.app.config.LogFormat;
import net.atrelay.app.config.LogLevel;
import net.atrelay.app.log.Logs;
import net.atrelay.command.Replies;
import net.atrelay.sim.Folders;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `relay bench`: reads the options, measures in a temporary folder, prints what was measured.
@Command(
        name = "bench",
        description = {
            "Measures what the relay costs.",
            "",
            "Hosts say recorded frames as fast as the relay takes them, and one consumer reads what comes out. Told"
                    + " are",
            "verified events a second and processor time an event, by stage, against the least that verifying the same",
            "frames can cost. Hosts and consumer are a process of their own and not counted."
        },
        sortOptions = false,
        showDefaultValues = true)
public final class BenchCommand implements RelaySubcommand {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--events", paramLabel = "N", defaultValue = "60000", description = "Events that are measured.")
    private int events;

    @Option(names = "--warm-up", paramLabel = "N", defaultValue = "100000", description = "Events before these.")
    private int warmUpEvents;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "4",
            description = "Parts of the measurement; after each the floor is measured.")
    private int rounds;

    @Option(names = "--hosts", paramLabel = "N", defaultValue = "20", description = "Simulated hosts.")
    private int hosts;

    @Option(names = "--accounts", paramLabel = "N", defaultValue = "500", description = "Accounts, on all hosts.")
    private int accounts;

    @Option(
            names = "--records",
            paramLabel = "N",
            defaultValue = "10000",
            description = "Most records of an account; the least is a tenth of it.")
    private int records;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "Decides all frames.")
    private long seed;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description =
                    "A setting of the relay, such as RELAY_STORE_COMMIT_INTERVAL=20ms; may be given more than once.")
    private Map<String, String> settings = new HashMap<>();

    @Option(
            names = "--profile",
            paramLabel = "FILE",
            description = "Keeps the flight recording, which `jfr` and JDK Mission Control read.")
    private @Nullable Path profile;

    @Option(
            names = "--folded",
            paramLabel = "FILE",
            description = "Keeps the sampled stacks in the folded form that tools for flame graphs read.")
    private @Nullable Path folded;

    @Option(names = "--json", description = "Prints one JSON object instead of tables.")
    private boolean isJson;

    @Override
    public Integer call() throws IOException {
        BenchPlan plan = plan();
        Logs.configure(LogLevel.ERROR, LogFormat.TEXT);
        Path folder = Files.createTempDirectory("relay-bench-");
        try {
            BenchResult result = new BenchRun(plan, settings, folder, Replies.progress(spec)).run();
            print(result, spec.commandLine().getOut());
            keep(BenchRun.profile(folder), profile);
            keep(BenchRun.folded(folder), folded);
        } finally {
            Folders.remove(folder);
        }
        return ExitCode.OK;
    }

    private static void keep(Path file, @Nullable Path place) throws IOException {
        if (place != null) {
            Files.copy(file, place, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private void print(BenchResult result, PrintWriter out) throws IOException {
        if (isJson) {
            out.println(new ObjectMapper().writeValueAsString(result.values()));
        } else {
            BenchTable.of(result).forEach(out::println);
        }
        out.flush();
    }

    private BenchPlan plan() {
        requirePositive("--events", events);
        requirePositive("--warm-up", warmUpEvents);
        requirePositive("--rounds", rounds);
        requirePositive("--hosts", hosts);
        requirePositive("--accounts", accounts);
        requirePositive("--records", records);
        if (events < rounds) {
            throw Replies.refusal(spec, "--events: " + events + " (expected: at least one for each round)");
        }
        return new BenchPlan(events, warmUpEvents, events / rounds, rounds, hosts, accounts, records, seed);
    }

    private void requirePositive(String option, int value) {
        Replies.requireAtLeast(spec, option, value, 1);
    }
}
