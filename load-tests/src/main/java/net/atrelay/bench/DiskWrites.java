package net.atrelay.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// How much this process has had written to disks.
final class DiskWrites {
    private static final Path COUNTS = Path.of("/proc/self/io");
    private static final String WRITTEN = "write_bytes: ";
    private static final String TAKEN_BACK = "cancelled_write_bytes: ";

    private DiskWrites() {}

    /// Bytes that went towards the disk up to now, without those of files that were removed before they got there.
    static long bytes() {
        long bytes = 0;
        try {
            for (String line : Files.readAllLines(COUNTS)) {
                if (line.startsWith(WRITTEN)) {
                    bytes += Long.parseLong(line.substring(WRITTEN.length()));
                } else if (line.startsWith(TAKEN_BACK)) {
                    bytes -= Long.parseLong(line.substring(TAKEN_BACK.length()));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("no counts of writes in " + COUNTS, e);
        }
        return bytes;
    }
}
