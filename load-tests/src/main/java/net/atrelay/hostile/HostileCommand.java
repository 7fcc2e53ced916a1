package net.atrelay.hostile;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Arrays;
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
import net.atrelay.sim.hostile.Hostility;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `relay hostile`: reads the options, measures in a temporary folder, prints what was measured.
@Command(
        name = "hostile",
        description = {
            "Measures what hostile hosts cost the others.",
            "",
            "A good host speaks at an even rate, undisturbed and beside hosts of each hostile kind. Told is how long"
                    + " its",
            "events take from the moment they are due to the moment a consumer has them, and how many times the",
            "undisturbed 99th percentile that is."
        },
        sortOptions = false,
        showDefaultValues = true)
public final class HostileCommand implements RelaySubcommand {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "300",
            description = "Commits of the good host a second.")
    private int rate;

    @Option(names = "--seconds", paramLabel = "N", defaultValue = "8", description = "Length of each window.")
    private int seconds;

    @Option(names = "--warm-up", paramLabel = "N", defaultValue = "30", description = "Seconds before the first one.")
    private int warmUpSeconds;

    @Option(names = "--accounts", paramLabel = "N", defaultValue = "500", description = "Accounts of the good host.")
    private int accounts;

    @Option(names = "--hosts", paramLabel = "N", defaultValue = "3", description = "Hostile hosts of each kind.")
    private int hosts;

    @Option(
            names = "--kind",
            paramLabel = "KIND",
            description = "A hostile kind, such as mined-tree; may be given more than once. Default: all.")
    private List<String> kinds = List.of();

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "Decides the accounts.")
    private long seed;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "A setting of the relay, such as RELAY_VERIFY_SHARDS=4; may be given more than once.")
    private Map<String, String> settings = new HashMap<>();

    @Option(names = "--json", description = "Prints one JSON object instead of a table.")
    private boolean isJson;

    @Override
    public Integer call() throws IOException, InterruptedException {
        HostilePlan plan = plan();
        List<Hostility> wanted = wanted();
        Logs.configure(LogLevel.ERROR, LogFormat.TEXT);
        try (DataFolder folder = DataFolder.temporary(spec.name())) {
            HostileResult result = new HostileRun(plan, settings, folder.path(), Replies.progress(spec)).run(wanted);
            print(result, spec.commandLine().getOut());
        }
        return ExitCode.OK;
    }

    private void print(HostileResult result, PrintWriter out) throws IOException {
        if (isJson) {
            out.println(new ObjectMapper().writeValueAsString(result.values()));
        } else {
            result.table().forEach(out::println);
        }
        out.flush();
    }

    private List<Hostility> wanted() {
        return kinds.isEmpty()
                ? List.of(Hostility.values())
                : kinds.stream().map(this::kind).toList();
    }

    private Hostility kind(String words) {
        return Arrays.stream(Hostility.values())
                .filter(kind -> kind.words().equals(words))
                .findFirst()
                .orElseThrow(() -> Replies.refusal(
                        spec,
                        "--kind: " + words + " (expected: one of "
                                + String.join(
                                        ", ",
                                        Arrays.stream(Hostility.values())
                                                .map(Hostility::words)
                                                .toList())
                                + ")"));
    }

    private HostilePlan plan() {
        requirePositive("--rate", rate);
        requirePositive("--seconds", seconds);
        requirePositive("--warm-up", warmUpSeconds);
        requirePositive("--accounts", accounts);
        requirePositive("--hosts", hosts);
        return new HostilePlan(rate, seconds, warmUpSeconds, accounts, hosts, seed);
    }

    private void requirePositive(String option, int value) {
        Replies.requireAtLeast(spec, option, value, 1);
    }
}
