package net.atrelay.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// Where the numbers are from.
///
/// @param load processes that wanted a processor, on average over the minute before
public record Machine(String processor, int cores, String jdk, String system, double load) {
    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");
    private static final String MODEL = "model name";

    public static Machine here() {
        return new Machine(
                processorModel(),
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("java.vm.name") + " " + Runtime.version(),
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    /// As lines of a table.
    public List<String> lines() {
        return List.of(
                String.format(Locale.ROOT, "machine   %d x %s, load %.1f, %s", cores, processor, load, system),
                "java      " + jdk);
    }

    private static String processorModel() {
        List<String> lines;
        try {
            lines = Files.readAllLines(PROCESSORS);
        } catch (IOException e) {
            return "unknown";
        }
        return lines.stream()
                .filter(line -> line.startsWith(MODEL))
                .map(line -> line.substring(line.indexOf(':') + 1).trim())
                .findFirst()
                .orElse("unknown");
    }
}
