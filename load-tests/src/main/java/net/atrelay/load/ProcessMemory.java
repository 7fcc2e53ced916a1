package net.atrelay.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// What the kernel says of a process's memory, in bytes (proc(5), `/proc/PID/status`).
///
/// @param rss resident in all
/// @param anonymous resident, and not backed by files: heap, stacks, native memory
/// @param peak the most that was ever resident
record ProcessMemory(long rss, long anonymous, long peak) {
    private static final long KIB = 1 << 10;

    static ProcessMemory of(long pid) throws IOException {
        Map<String, Long> values = new HashMap<>();
        for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"))) {
            if (line.endsWith(" kB")) {
                int colon = line.indexOf(':');
                String number = line.substring(colon + 1, line.length() - " kB".length());
                values.put(line.substring(0, colon), Long.parseLong(number.trim()) * KIB);
            }
        }
        return new ProcessMemory(
                values.getOrDefault("VmRSS", 0L), values.getOrDefault("RssAnon", 0L), values.getOrDefault("VmHWM", 0L));
    }
}
