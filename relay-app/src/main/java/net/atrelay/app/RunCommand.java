package net.atrelay.app;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import net.atrelay.app.config.RelayConfig;
import net.atrelay.app.config.Setting;
import net.atrelay.app.config.Settings;
import net.atrelay.app.log.Logs;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `relay run`: one relay as a process, from its start to the signal that ends it.
@Command(
        name = "run",
        description = {
            "Runs the relay until it is stopped.",
            "",
            "Options stand before environment variables; `relay config` lists those."
        },
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:stopped by SIGTERM, SIGINT or SIGHUP",
            "3:out of memory; a restart is safe",
            "64:an option or command that does not exist, or lacks its value",
            "65:the data directory is damaged, or public seqs would be given twice",
            "69:the launcher found no Java or no Maven, or the build failed",
            "70:a fault while starting or running, which the log has; a restart is safe",
            "73:the data directory cannot be written, or is not a relay's",
            "75:another process has the data directory or the port",
            "78:a setting has a bad value or an unknown name",
            "130:a second SIGINT before all was closed",
            "143:a second SIGTERM before all was closed"
        })
final class RunCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);

    @Option(names = "--data", paramLabel = "DIR", description = "Directory of all durable data (RELAY_DATA).")
    private @Nullable String data;

    @Option(
            names = "--listen",
            paramLabel = "ADDRESS:PORT",
            description = "Where consumers and the public API are served (RELAY_LISTEN).")
    private @Nullable String listen;

    @Option(
            names = "--operator-listen",
            paramLabel = "ADDRESS:PORT",
            description = "Where metrics and health are served (RELAY_OPERATOR_LISTEN).")
    private @Nullable String operatorListen;

    @Option(
            names = "--host",
            paramLabel = "NAME",
            description = "Adds a host in your name; may be given more than once (RELAY_INGEST_HOSTS).")
    private @Nullable List<String> hosts;

    @Option(
            names = "--dev",
            description = "Lets hosts on this machine through, by localhost:PORT and without TLS (RELAY_DEVELOPMENT).")
    private boolean development;

    @Option(names = "--log-level", paramLabel = "LEVEL", description = "error, warn, info or debug (RELAY_LOG_LEVEL).")
    private @Nullable String logLevel;

    @Option(names = "--log-format", paramLabel = "FORMAT", description = "text or json (RELAY_LOG_FORMAT).")
    private @Nullable String logFormat;

    @Override
    public Integer call() throws InterruptedException {
        RelayConfig config = Settings.ALL.readEnvironment(options());
        Logs.configure(config.logLevel(), config.logFormat());
        try (EmbeddedRelay _ = EmbeddedRelay.start(config, new HaltOnFatal())) {
            // Until here a signal ends the process at once, which is as safe as a crash.
            Signals signals = Signals.takeOver();
            LOG.info("the relay runs");
            signals.await();
            LOG.info("the relay stops");
        }
        return ExitCode.OK;
    }

    private Map<String, Setting> options() {
        Map<String, Setting> given = new HashMap<>();
        put(given, "RELAY_DATA", "--data", data);
        put(given, "RELAY_LISTEN", "--listen", listen);
        put(given, "RELAY_OPERATOR_LISTEN", "--operator-listen", operatorListen);
        put(given, "RELAY_INGEST_HOSTS", "--host", hosts == null ? null : String.join(",", hosts));
        put(given, "RELAY_DEVELOPMENT", "--dev", development ? "true" : null);
        put(given, "RELAY_LOG_LEVEL", "--log-level", logLevel);
        put(given, "RELAY_LOG_FORMAT", "--log-format", logFormat);
        return given;
    }

    private static void put(Map<String, Setting> given, String key, String option, @Nullable String value) {
        if (value != null) {
            given.put(key, new Setting(option, value));
        }
    }
}
