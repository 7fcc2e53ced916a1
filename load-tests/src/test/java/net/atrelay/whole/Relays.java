package net.atrelay.whole;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import net.atrelay.process.RelayProcess;

/// Relays in processes of their own, of the classes under test.
final class Relays {
    /// A short life is spent on starting.
    private static final List<String> JAVA_OPTIONS =
            List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto");

    private Relays() {}

    static RelayProcess process(Path folder, Map<String, String> settings) {
        return process(folder, settings, "run");
    }

    /// @param role the command, one that starts a relay or a node of one
    static RelayProcess process(Path folder, Map<String, String> settings, String role) {
        return new RelayProcess(folder, System.getProperty("java.class.path"), JAVA_OPTIONS, settings, role);
    }
}
