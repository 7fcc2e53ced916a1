package net.atrelay.store.kafka;

import java.time.Duration;
import java.util.function.Consumer;
import net.atrelay.store.Uninterrupted;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The thread of a consumer, which nothing else may touch: takes turns until it is closed, then closes the consumer.
/// Brokers that do not answer are tried again; any other failure is fatal.
final class Polling implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Polling.class);
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer;
    private final Turn turn;
    private final Consumer<Throwable> onFatal;
    private final Thread thread;
    private volatile boolean isClosing;

    /// What is done again and again.
    @FunctionalInterface
    interface Turn {
        /// @throws WakeupException to begin the next turn
        /// @throws RetriableException to begin it after a pause
        void take() throws InterruptedException;
    }

    /// @param onFatal told of the failure that ended it
    Polling(
            String threadName,
            org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer,
            Turn turn,
            Consumer<Throwable> onFatal) {
        this.consumer = consumer;
        this.turn = turn;
        this.onFatal = onFatal;
        thread = Thread.ofPlatform().name(threadName).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /// Ends the poll that is under way, if there is one. Any thread.
    void wake() {
        consumer.wakeup();
    }

    boolean isClosing() {
        return isClosing;
    }

    /// Returns when the consumer is closed.
    @Override
    public void close() {
        isClosing = true;
        wake();
        Uninterrupted.join(thread);
    }

    private void run() {
        try {
            while (!isClosing) {
                takeTurn();
            }
            consumer.close();
        } catch (Throwable e) {
            onFatal.accept(e);
        }
    }

    private void takeTurn() throws InterruptedException {
        try {
            turn.take();
        } catch (WakeupException _) {
            // the next turn, or the end
        } catch (RetriableException e) {
            LOG.warn("brokers do not answer: trying again in a moment ({})", e.getMessage());
            Thread.sleep(PAUSE);
        }
    }
}
