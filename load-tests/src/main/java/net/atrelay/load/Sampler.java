package net.atrelay.load;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Looks at the relay's process now and then, on a thread of its own, and writes down what it sees.
final class Sampler implements AutoCloseable {
    private final RelayAtWork relay;
    private final Duration every;
    private final long zeroNanos;
    private final @Nullable PrintWriter lines;
    private final List<Sample> samples = new ArrayList<>();
    private final Thread thread;

    /// Begins.
    ///
    /// @param zeroNanos the moment that samples count from, on the clock of [System#nanoTime]
    /// @param lines takes a line for each sample; null for none
    Sampler(RelayAtWork relay, Duration every, long zeroNanos, @Nullable PrintWriter lines) {
        this.relay = relay;
        this.every = every;
        this.zeroNanos = zeroNanos;
        this.lines = lines;
        thread = Thread.ofPlatform().name("load-sampler").start(this::run);
    }

    /// What was seen so far.
    synchronized List<Sample> samples() {
        return List.copyOf(samples);
    }

    /// Looks once more than by itself.
    Sample now() throws IOException {
        Sample sample = relay.sample((System.nanoTime() - zeroNanos) / 1e9);
        keep(sample);
        return sample;
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                TimeUnit.NANOSECONDS.sleep(every.toNanos());
                try {
                    now();
                } catch (IOException _) {
                    // The relay is too busy to answer, or has ended, which others notice.
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void keep(Sample sample) {
        samples.add(sample);
        if (lines != null) {
            lines.println(sample.row());
            lines.flush();
        }
    }
}
