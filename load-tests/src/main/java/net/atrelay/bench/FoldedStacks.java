package net.atrelay.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedStackTrace;
import org.jspecify.annotations.Nullable;

/// Samples as lines of `thread;outermost;…;innermost microseconds`, the folded form that tools for flame graphs read.
/// Threads that differ by a number are one. Used by one thread.
final class FoldedStacks {
    private static final long MICRO = 1_000;

    private final Map<String, Long> nanos = new TreeMap<>();

    void add(String thread, @Nullable RecordedStackTrace stack, long sampleNanos) {
        List<String> frames = new ArrayList<>();
        for (RecordedFrame frame : stack == null ? List.<RecordedFrame>of() : stack.getFrames()) {
            frames.add(frame.getMethod().getType().getName()
                    + '.'
                    + frame.getMethod().getName());
        }
        frames.add(thread.replaceAll("-[0-9]+", ""));
        nanos.merge(String.join(";", frames.reversed()), sampleNanos, Long::sum);
    }

    void write(Path file) throws IOException {
        Files.write(
                file,
                nanos.entrySet().stream()
                        .map(entry -> entry.getKey() + ' ' + entry.getValue() / MICRO)
                        .toList());
    }
}
