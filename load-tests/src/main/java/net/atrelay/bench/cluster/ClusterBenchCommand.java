package net.atrelay.bench.cluster;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import net.atrelay.app.ExitCode;
import net.atrelay.app.RelaySubcommand;
import net.atrelay.app.config.LogFormat;
import net.atrelay.app.config.LogLevel;
import net.atrelay.app.log.Logs;
import net.atrelay.bench.cluster.ClusterPlan.Part;
import net.atrelay.command.Replies;
import net.atrelay.sim.Folders;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `relay cluster-bench`: reads the options, measures in a temporary folder, prints what was measured.
@Command(
        name = "cluster-bench",
        description = {
            "Measures what a cluster on Kafka does and costs.",
            "",
            "Starts brokers, simulated hosts and the nodes of a small cluster, each a process of its own. Told are",
            "throughput and processor time an event by role; verify's throughput as a part of that of a bare",
            "consume-transform-produce of the same records in transactions; how long events take at even rates;",
            "and what it costs the others when a node joins."
        },
        sortOptions = false,
        showDefaultValues = true)
public final class ClusterBenchCommand implements RelaySubcommand {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--parts",
            paramLabel = "PART",
            split = ",",
            defaultValue = "floor,whole,steady",
            description = "What to measure: floor, streams (in the floor), whole, steady, join, scale.")
    private List<String> parts = List.of();

    @Option(
            names = "--events",
            paramLabel = "N",
            defaultValue = "60000",
            description = "Events that each throughput is measured with.")
    private int events;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "4",
            description = "Parts of the floor; in each, verify and the bare runs take turns.")
    private int rounds;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            defaultValue = "60000",
            description = "Events before these, for each process.")
    private int warmUpEvents;

    @Option(
            names = "--rate",
            paramLabel = "N",
            split = ",",
            defaultValue = "500,2000",
            description = "Events a second of the steady runs.")
    private List<Integer> rates = List.of();

    @Option(
            names = "--change-rate",
            paramLabel = "N",
            defaultValue = "500",
            description = "Events a second while nodes join.")
    private int changeRate;

    @Option(names = "--seconds", paramLabel = "N", defaultValue = "30", description = "Length of each steady run.")
    private int seconds;

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

    @Option(names = "--brokers", paramLabel = "N", defaultValue = "1", description = "Brokers to start.")
    private int brokers;

    @Option(
            names = "--bootstrap-servers",
            paramLabel = "HOST:PORT",
            defaultValue = "",
            description = "Brokers that are there, instead of own ones; they must have no topics of a relay yet.")
    private String servers = "";

    @Option(
            names = "--partitions",
            paramLabel = "N",
            defaultValue = "24",
            description = "Partitions of accounts and of hosts.")
    private int partitions;

    @Option(
            names = "--bare-threads",
            paramLabel = "N",
            description = "Threads of the bare run. Default: as many as there are processors.")
    private @Nullable Integer threads;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description =
                    "A setting of all nodes, such as RELAY_CLUSTER_COMMIT_INTERVAL=5ms; may be given more than once.")
    private Map<String, String> settings = new HashMap<>();

    @Option(
            names = "--profiles",
            paramLabel = "DIR",
            description = "Takes a flight recording of each node, which `jfr` and JDK Mission Control read.")
    private @Nullable Path profiles;

    @Option(names = "--json", paramLabel = "FILE", description = "Takes the result as a JSON object.")
    private @Nullable Path json;

    @Override
    public Integer call() throws IOException, InterruptedException {
        ClusterPlan plan = plan();
        Logs.configure(LogLevel.ERROR, LogFormat.TEXT);
        Path folder = Files.createTempDirectory("relay-cluster-bench-");
        try {
            if (profiles != null) {
                Files.createDirectories(profiles);
            }
            ClusterResult result = new ClusterRun(plan, settings, folder, profiles, Replies.progress(spec)).run();
            PrintWriter out = spec.commandLine().getOut();
            ClusterTable.of(result).forEach(out::println);
            out.flush();
            if (json != null) {
                new ObjectMapper().writerWithDefaultPrettyPrinter().writeValue(json.toFile(), result);
            }
        } finally {
            Folders.remove(folder);
        }
        return ExitCode.OK;
    }

    private ClusterPlan plan() {
        requirePositive("--events", events);
        requirePositive("--rounds", rounds);
        requirePositive("--warm-up", warmUpEvents);
        requirePositive("--change-rate", changeRate);
        requirePositive("--seconds", seconds);
        requirePositive("--hosts", hosts);
        requirePositive("--accounts", accounts);
        requirePositive("--records", records);
        requirePositive("--brokers", brokers);
        requirePositive("--partitions", partitions);
        rates.forEach(rate -> requirePositive("--rate", rate));
        int bareThreads = threads == null ? Runtime.getRuntime().availableProcessors() : threads;
        requirePositive("--bare-threads", bareThreads);
        return new ClusterPlan(
                wanted(),
                events,
                rounds,
                warmUpEvents,
                rates,
                seconds,
                changeRate,
                hosts,
                accounts,
                records,
                seed,
                servers.isEmpty() ? brokers : 0,
                servers,
                partitions,
                bareThreads);
    }

    private Set<Part> wanted() {
        Set<Part> wanted = EnumSet.noneOf(Part.class);
        for (String part : parts) {
            try {
                wanted.add(Part.valueOf(part.toUpperCase(Locale.ROOT)));
            } catch (IllegalArgumentException e) {
                throw Replies.refusal(
                        spec, "--parts: " + part + " (expected: floor, streams, whole, steady, join or scale)");
            }
        }
        return wanted;
    }

    private void requirePositive(String option, int value) {
        Replies.requireAtLeast(spec, option, value, 1);
    }
}
