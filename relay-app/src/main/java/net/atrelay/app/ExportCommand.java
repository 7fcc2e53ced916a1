package net.atrelay.app;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import net.atrelay.app.config.RelayConfig;
import net.atrelay.app.config.Setting;
import net.atrelay.app.config.Settings;
import net.atrelay.app.log.Logs;
import net.atrelay.store.StoreConfig;
import net.atrelay.store.StoreMetrics;
import net.atrelay.store.kafka.ClusterMark;
import net.atrelay.store.kafka.StoreExport;
import net.atrelay.store.rocks.RocksStore;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `relay export`: the data directory of `relay run` as a file, from which a cluster can begin.
@Command(
        name = "export",
        description = {
            "Writes the data of a stopped relay run into a file that relay import begins a cluster with.",
            "",
            "The directory stays as it is. Once the cluster runs, relay run must not be started on it again: both would"
                    + " give the same seqs (docs/cluster.md)."
        },
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the file is written, whole",
            "64:an option that does not exist, or a file that exists already",
            "65:the data directory is damaged, or a cluster's; or the file cannot be written",
            "70:a fault, which the log has",
            "73:the data directory cannot be read, or is not a relay's",
            "75:another process has the data directory",
            "78:a setting has a bad value or an unknown name"
        })
final class ExportCommand implements Callable<Integer> {
    /// What is exported is not thinned out meanwhile.
    private static final Duration KEEP_ALL = Duration.ofDays(36_500);

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--data", paramLabel = "DIR", description = "The data directory (RELAY_DATA).")
    private @Nullable String data;

    @Parameters(paramLabel = "FILE", description = "Where to write; must not exist yet.")
    private Path file = Path.of("");

    @Override
    public Integer call() {
        if (Files.exists(file)) {
            throw new ParameterException(spec.commandLine(), file + ": exists already (expected: a new file)");
        }
        RelayConfig config = Settings.ALL.readEnvironment(
                data == null ? Map.of() : Map.of("RELAY_DATA", new Setting("--data", data)));
        Logs.configure(config.logLevel(), config.logFormat());
        ClusterMark.in(config.data()).checkNone();
        StoreConfig keeping = config.store().withRetention(KEEP_ALL, Long.MAX_VALUE);
        PrintWriter out = spec.commandLine().getOut();
        try (AppMetrics metrics = new AppMetrics();
                RocksStore store = RocksStore.openExisting(
                        config.data(), keeping, new StoreMetrics(metrics.registry()), new HaltOnFatal())) {
            MovedWords.of(StoreExport.write(store, file), "has").forEach(out::println);
        }
        out.flush();
        return ExitCode.OK;
    }
}
