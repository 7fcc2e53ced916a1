package net.atrelay.whole;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import net.atrelay.process.Child;
import net.atrelay.process.RelayProcess;
import net.atrelay.process.Until;

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

    /// Runs a command to its end.
    ///
    /// @param settings as the environment holds them
    static Ended run(Path folder, Map<String, String> settings, String... args) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JAVA_OPTIONS);
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), RelayProcess.MAIN));
        command.addAll(List.of(args));
        List<String> lines = new CopyOnWriteArrayList<>();
        Path log = folder.resolve(args[0] + ".log");
        try (Child child = Child.start(command, folder, settings, log, lines::add)) {
            int exitCode = child.exitCode();
            Until.holds("all that it has said is read", child::isSilent);
            return new Ended(exitCode, List.copyOf(lines), child.lastComplaint());
        }
    }

    /// A command that has ended.
    ///
    /// @param lines of its output
    /// @param complaint the last line that it has written to standard error
    record Ended(int exitCode, List<String> lines, String complaint) {}
}
