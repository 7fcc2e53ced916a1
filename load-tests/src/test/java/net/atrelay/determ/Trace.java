package net.atrelay.determ;

import java.util.ArrayList;
import java.util.List;

/// What happened in one run, line by line; as a hash always, as text when it is to be read.
final class Trace {
    private static final long FNV_PRIME = 0x100000001b3L;

    private final boolean isKept;
    private final List<String> lines = new ArrayList<>();
    private long hash = 0xcbf29ce484222325L;

    Trace(boolean isKept) {
        this.isKept = isKept;
    }

    void note(String line) {
        hash = (hash ^ line.hashCode()) * FNV_PRIME;
        if (isKept) {
            lines.add(line);
        }
    }

    /// Equal for equal runs.
    long hash() {
        return hash;
    }

    String text() {
        return String.join("\n", lines);
    }
}
