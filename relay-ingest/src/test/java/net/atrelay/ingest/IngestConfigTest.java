package net.atrelay.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import net.atrelay.store.host.tier.Tiers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class IngestConfigTest {
    @Test
    void defaultsAreWhatTheDocsSay() {
        IngestConfig config = IngestConfig.defaults("1");
        assertEquals(Duration.ofHours(6), config.offline().longest());
        assertEquals(5, config.offline().dialsPerSecond());
        assertEquals(Tiers.DEFAULTS, config.limits().tiers());
        assertEquals(10, config.limits().newHostsPerDomainPerDayMax());
        assertEquals(new IngestConfig.Patience(Duration.ofSeconds(60), 4_096, 100), config.patience());
        assertEquals(new IngestConfig.Journal(100_000, Duration.ofMinutes(2)), config.journal());
        assertEquals(new IngestConfig.Tasks(4, Duration.ofMinutes(10), 8, 20), config.tasks());
    }

    @Test
    void eachPartIsReplacedAlone() {
        IngestConfig plain = IngestConfig.defaults("1");
        var offline = new IngestConfig.Offline(Duration.ofHours(1), 1);
        var limits = new IngestConfig.Limits(Tiers.DEFAULTS, 1);
        var patience = new IngestConfig.Patience(Duration.ofSeconds(1), 1, 1);
        var journal = new IngestConfig.Journal(1_000, Duration.ofSeconds(1));
        var tasks = new IngestConfig.Tasks(1, Duration.ZERO, 1, 1);
        IngestConfig all = plain.withOffline(offline)
                .withLimits(limits)
                .withPatience(patience)
                .withJournal(journal)
                .withTasks(tasks);
        assertEquals(offline, all.offline());
        assertEquals(limits, all.limits());
        assertEquals(patience, all.patience());
        assertEquals(journal, all.journal());
        assertEquals(tasks, all.tasks());
        assertEquals(plain.retry(), all.retry());
        assertEquals(plain.sockets(), all.sockets());
    }

    @Test
    void valuesOutOfBoundsAreNamed() {
        refused("offlineLongest", () -> new IngestConfig.Offline(Duration.ZERO, 1));
        refused("offlineDialsPerSecond", () -> new IngestConfig.Offline(Duration.ofHours(1), 0));
        refused("newHostsPerDomainPerDayMax", () -> new IngestConfig.Limits(Tiers.DEFAULTS, -1));
        refused("messageTimeout", () -> new IngestConfig.Patience(Duration.ZERO, 1, 1));
        refused("fragmentsPerMessageMax", () -> new IngestConfig.Patience(Duration.ofSeconds(1), 0, 1));
        refused("controlFramesMax", () -> new IngestConfig.Patience(Duration.ofSeconds(1), 1, 0));
        refused("journalLinesMax", () -> new IngestConfig.Journal(999, Duration.ofSeconds(1)));
        refused("journalSaveEvery", () -> new IngestConfig.Journal(1_000, Duration.ZERO));
        refused("reconcilesMax", () -> new IngestConfig.Tasks(0, Duration.ZERO, 1, 1));
        refused("reconcileEvery", () -> new IngestConfig.Tasks(1, Duration.ofSeconds(-1), 1, 1));
        refused("addProbesMax", () -> new IngestConfig.Tasks(1, Duration.ZERO, 0, 1));
        refused("addProbesPerSecond", () -> new IngestConfig.Tasks(1, Duration.ZERO, 1, 0));
    }

    private static void refused(String name, Executable build) {
        String message = String.valueOf(
                assertThrows(IllegalArgumentException.class, build).getMessage());
        assertTrue(message.startsWith(name + ": out of bounds (expected: "), message);
    }
}
