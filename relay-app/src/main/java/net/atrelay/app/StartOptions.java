package net.atrelay.app;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.atrelay.app.config.RelayConfig;
import net.atrelay.app.config.Setting;
import net.atrelay.app.config.Settings;
import net.atrelay.app.log.Logs;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options of every command that starts a relay or a node of one: the settings that are given by hand most.
final class StartOptions {
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

    /// All settings, with the options before the environment; the log is written as they say from now on.
    RelayConfig read() {
        RelayConfig config = Settings.ALL.readEnvironment(given());
        Logs.configure(config.logLevel(), config.logFormat());
        return config;
    }

    private Map<String, Setting> given() {
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
