package net.atrelay.app.config;

import static net.atrelay.app.config.Kinds.flag;
import static net.atrelay.app.config.Kinds.names;
import static net.atrelay.app.config.Kinds.path;
import static net.atrelay.app.config.Kinds.text;
import static net.atrelay.app.config.Kinds.word;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import net.atrelay.ingest.IngestConfig;

/// The table of all keys: configuration is read with it, and the reference of the keys is written from it.
public final class Settings {
    /// Begins the name of each variable that is ours.
    private static final String PREFIX = "RELAY_";

    /// What the launcher script reads.
    private static final Set<String> OF_LAUNCHER = Set.of("RELAY_JAVA_HOME", "RELAY_JAVA_OPTS");

    /// What `goat` reads, a tool of operators that may well be started from the same environment.
    private static final Set<String> OF_TOOLS =
            Set.of("RELAY_HOST", "RELAY_ADMIN_PASSWORD", "RELAY_ADMIN_BEARER_TOKEN");

    private static final int USER_AGENT_CHARS_MAX = 200;

    public static final Settings ALL = new Settings();

    private final Section<RelayConfig> relay = relay();

    private Settings() {}

    private static Section<RelayConfig> relay() {
        Key<Boolean> development = new Key<>(
                "RELAY_DEVELOPMENT",
                flag(),
                false,
                "Lets hosts on this machine through, by localhost:PORT and without TLS; nothing else changes");
        Key<String> userAgent = new Key<>(
                "RELAY_USER_AGENT",
                text(USER_AGENT_CHARS_MAX),
                RelayConfig.defaults().ingest().userAgent(),
                "names version and project",
                "What hosts and directories see; must contain " + IngestConfig.RELAY_TOKEN
                        + ", by which relays know each other");
        Key<Duration> forcedGap = IdentityKeys.forcedGap();
        return Section.of("Relay", PREFIX, RelayConfig.defaults())
                .key("data", path(), "Directory of all durable data; made where it is missing")
                .part("development", development)
                .key("logLevel", word(LogLevel.class), "Least level that is logged")
                .key("logFormat", word(LogFormat.class), "Form of a line in the log: key=value pairs, or JSON")
                .part(
                        "hosts",
                        new Key<>(
                                "RELAY_INGEST_HOSTS",
                                names(),
                                Set.of(),
                                "Hosts added in the operator's name at each start"))
                .part("store", StoreKeys.section())
                .part("ingest", IngestKeys.section(development, userAgent))
                .part("identity", IdentityKeys.section(development, userAgent, forcedGap))
                .part("verify", VerifyKeys.section(forcedGap))
                .part("stream", StreamKeys.section())
                .part("http", HttpKeys.section())
                .part("admin", AdminKeys.section())
                .part("cluster", ClusterKeys.section());
    }

    /// Reads what this process was started with.
    ///
    /// @param options by key name; they stand before the environment
    /// @throws ConfigException with all problems
    public RelayConfig readEnvironment(Map<String, Setting> options) {
        return read(System.getenv(), options);
    }

    RelayConfig read(Map<String, String> variables, Map<String, Setting> options) {
        Reading reading = new Reading(variables, options);
        refuseUnknown(variables, reading);
        RelayConfig config = relay.read(reading);
        if (!reading.problems().isEmpty()) {
            throw new ConfigException(reading.problems());
        }
        return config;
    }

    /// A setting that is misspelt would be no setting at all, and nobody would know.
    private void refuseUnknown(Map<String, String> variables, Reading reading) {
        Set<String> known = keyNames();
        for (String name : new TreeSet<>(variables.keySet())) {
            boolean isOfOthers = OF_LAUNCHER.contains(name) || OF_TOOLS.contains(name);
            if (name.startsWith(PREFIX) && !known.contains(name) && !isOfOthers) {
                reading.refuse(
                        Reading.shown(name) + ": no such setting (nearest: " + NearestName.of(name, known) + ")");
            }
        }
    }

    /// The names of all keys, each once, in the order of the table.
    Set<String> keyNames() {
        Set<String> names = new LinkedHashSet<>();
        relay.forEachKey(key -> names.add(key.name()));
        return names;
    }

    Section<RelayConfig> sections() {
        return relay;
    }
}
