package net.atrelay.prove;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
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

/// `relay prove`: reads the options, runs, prints the report; keeps the relay's data where something was wrong.
@Command(
        name = "prove",
        description = {
            "Runs a relay beside a simulated network that misbehaves, kills it again and again, and compares what",
            "consumers and clients were told with what was announced. A seed gives the same announcements each time."
        },
        sortOptions = false,
        showDefaultValues = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:everything was as it must be, and each kind of deed and fault has happened often enough to say so",
            "1:something was wrong, or too little has happened; the report tells what",
            "64:an option that does not exist or has a bad value",
            "70:a fault"
        })
public final class ProveCommand implements RelaySubcommand {
    /// Exit code when the verdict is not clean.
    static final int UNPROVEN = 1;

    private static final Duration PATIENCE = Duration.ofSeconds(180);

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--seed", paramLabel = "N", description = "Decides everything that is announced. Default: another")
    private @Nullable Long seed;

    @Option(names = "--hosts", paramLabel = "N", defaultValue = "5", description = "Simulated hosts.")
    private int hosts;

    @Option(names = "--accounts", paramLabel = "N", defaultValue = "100", description = "Accounts to begin with.")
    private int accounts;

    @Option(names = "--steps", paramLabel = "N", defaultValue = "3000", description = "What happens, one by one.")
    private int steps;

    @Option(names = "--restarts", paramLabel = "N", defaultValue = "3", description = "Kills under load.")
    private int restarts;

    @Option(
            names = "--records",
            paramLabel = "N",
            defaultValue = "2000",
            description = "Records of the largest repos; most have few.")
    private int records;

    @Option(names = "--large", paramLabel = "N", defaultValue = "1", description = "How many repos have the most.")
    private int large;

    @Option(
            names = "--faults",
            paramLabel = "N",
            defaultValue = "150",
            description = "How many steps of a thousand are faults.")
    private int faults;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "For the relay's data and log, kept afterwards; must be empty. Without it a temporary folder,"
                    + " kept where the verdict is not clean.")
    private @Nullable Path data;

    @Option(names = "--json", paramLabel = "FILE", description = "Takes the report as JSON too.")
    private @Nullable Path json;

    @Override
    public Integer call() throws IOException, InterruptedException {
        ProvePlan plan = plan();
        DataFolder folder = DataFolder.unused(spec, data);
        Logs.configure(LogLevel.ERROR, LogFormat.TEXT);
        PrintWriter out = spec.commandLine().getOut();
        out.println("Seed " + plan.seed() + ": " + plan.command());
        out.flush();
        ProveReport report;
        try (Prove prove = new Prove(plan, folder.path(), PATIENCE, Replies.progress(spec))) {
            report = prove.run();
        }
        ProveWords.of(report).forEach(out::println);
        boolean isClean = report.verdict() == ProveReport.Verdict.CLEAN;
        if (json != null) {
            Files.writeString(json, new ObjectMapper().writeValueAsString(report.values()) + "\n");
        }
        if (isClean && !folder.stays()) {
            folder.close();
        } else {
            out.println("Data and log of the relay: " + folder.path());
        }
        out.flush();
        return isClean ? ExitCode.OK : UNPROVEN;
    }

    private ProvePlan plan() {
        requireAtLeast("--hosts", hosts, 2);
        requireAtLeast("--accounts", accounts, hosts);
        requireAtLeast("--steps", steps, 1);
        requireAtLeast("--restarts", restarts, 0);
        requireAtLeast("--records", records, 10);
        requireAtLeast("--large", large, 0);
        requireAtLeast("--faults", faults, 1);
        return new ProvePlan(
                seed == null ? ThreadLocalRandom.current().nextLong(1_000_000_000) : seed,
                hosts,
                accounts,
                steps,
                restarts,
                records,
                large,
                faults);
    }

    private void requireAtLeast(String option, int value, int least) {
        Replies.requireAtLeast(spec, option, value, least);
    }
}
