package net.atrelay.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordedThread;
import jdk.jfr.consumer.RecordingFile;
import org.jspecify.annotations.Nullable;

/// Samples of where the relay's Java threads spend processor time, taken by the JDK's flight recorder while rounds run.
/// A sample belongs to the innermost caller that a [Stage] knows, so the JDK's and Netty's work counts for whoever
/// asked for it; reading and hashing a tree's nodes belongs to the tree. Used by one thread.
final class Profile implements AutoCloseable {
    private static final String SAMPLE = "jdk.CPUTimeSample";
    private static final String EVERY = "2ms";
    private static final String RELAY_THREADS = "relay-";

    private final Recording recording = new Recording();
    private final FoldedStacks stacks = new FoldedStacks();
    private final List<Span> spans = new ArrayList<>();

    private record Span(Instant from, Instant to) {
        boolean holds(Instant moment) {
            return !moment.isBefore(from) && moment.isBefore(to);
        }
    }

    /// Begins to take samples.
    Profile() {
        recording.enable(SAMPLE).with("throttle", EVERY);
        recording.start();
    }

    /// Only samples between these two moments count, and those of other rounds.
    void addRound(Instant from, Instant to) {
        spans.add(new Span(from, to));
    }

    /// Ends it and reads the samples.
    ///
    /// @param file for the recording
    /// @param folded for the stacks
    /// @return the share of each stage; they add up to one, or to nothing without samples
    Map<Stage, Double> finish(Path file, Path folded) throws IOException {
        recording.stop();
        recording.dump(file);
        Map<Stage, Double> weights = new EnumMap<>(Stage.class);
        try (RecordingFile events = new RecordingFile(file)) {
            while (events.hasMoreEvents()) {
                add(events.readEvent(), weights);
            }
        }
        stacks.write(folded);
        double sum = weights.values().stream().mapToDouble(Double::doubleValue).sum();
        weights.replaceAll((_, weight) -> weight / sum);
        return weights;
    }

    private void add(RecordedEvent event, Map<Stage, Double> weights) {
        if (!event.getEventType().getName().equals(SAMPLE)) {
            return;
        }
        RecordedThread thread = event.getThread("eventThread");
        String name = thread == null ? null : thread.getJavaName();
        if (name == null
                || !name.startsWith(RELAY_THREADS)
                || spans.stream().noneMatch(span -> span.holds(event.getStartTime()))) {
            return;
        }
        Duration period = event.getDuration("samplingPeriod");
        stacks.add(name, event.getStackTrace(), period.toNanos());
        weights.merge(stageOf(event.getStackTrace(), name), (double) period.toNanos(), Double::sum);
    }

    private static Stage stageOf(@Nullable RecordedStackTrace stack, String threadName) {
        Stage found = null;
        for (RecordedFrame frame : stack == null ? List.<RecordedFrame>of() : stack.getFrames()) {
            Stage stage = Stage.ofClass(frame.getMethod().getType().getName());
            if (stage == null) {
                continue;
            }
            if (found == null) {
                found = stage;
            }
            // The floor of the tree has the reading and the hashing of its nodes in it as well.
            if ((found != Stage.DECODE && found != Stage.HASH) || stage == Stage.TREE) {
                return stage == Stage.TREE ? stage : found;
            }
        }
        return found == null ? Stage.ofWorkers(Workers.of(threadName)) : found;
    }

    @Override
    public void close() {
        recording.close();
    }
}
