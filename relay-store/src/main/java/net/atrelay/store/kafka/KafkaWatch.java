package net.atrelay.store.kafka;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks again and again whether any broker answers, and says so in the log when that changes and while none does.
/// Clients try again by themselves; this is for who must know: operators, and what sends consumers elsewhere.
final class KafkaWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaWatch.class);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(5);

    private final Admin admin;
    private final KafkaConfig config;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("relay-kafka-watch").daemon().factory());
    /// They have just answered: who starts has waited for that.
    private volatile boolean answers = true;

    /// Of the timer's thread: since when none answers.
    private LongWait silence = new LongWait();

    KafkaWatch(Admin admin, KafkaConfig config) {
        this.admin = admin;
        this.config = config;
        var _ = timer.scheduleWithFixedDelay(
                this::look, LOOK_EVERY.toMillis(), LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    /// Whether a broker answered when last asked. Any thread.
    boolean answers() {
        return answers;
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    private void look() {
        try {
            var _ = admin.describeCluster(new DescribeClusterOptions().timeoutMs((int) ANSWERS_WITHIN.toMillis()))
                    .clusterId()
                    .get();
            onAnswer();
        } catch (ExecutionException e) {
            onSilence(Failure.text(Failure.cause(e)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void onAnswer() {
        if (!answers) {
            answers = true;
            LOG.info("Kafka answers again; silentSeconds={}", silence.seconds());
        }
    }

    private void onSilence(String why) {
        boolean isNew = answers;
        if (isNew) {
            answers = false;
            silence = new LongWait();
        }
        if (isNew || silence.isDue(config.noticeEvery())) {
            LOG.warn("Kafka does not answer, waiting; servers={} reason={}", config.bootstrapServers(), why);
        }
    }
}
