package net.atrelay.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import net.atrelay.app.Scrape.Meter;
import net.atrelay.app.config.RelayConfig;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What Prometheus reads from a relay with all its stages: names, help and labels of every meter of ours.
class MetricNamesTest {
    private static final Pattern NAME =
            Pattern.compile("relay_(app|store|ingest|verify|fanout)_[a-z0-9]+(_[a-z0-9]+)*");
    private static final Pattern OTHER_UNIT =
            Pattern.compile("_(ms|millis|milliseconds|micros|nanos|minutes|hours|kib|mib|kilobytes|percent)(_|$)");
    private static final Pattern UNIT_LAST = Pattern.compile(".*_(seconds|bytes|events|frames)");

    /// Labels whose values come from an enum or from the settings.
    private static final Set<String> LABELS = Set.of(
            "budget",
            "call",
            "cause",
            "class",
            "curve",
            "endpoint",
            "implementation",
            "kind",
            "lane",
            "le",
            "listener",
            "mode",
            "outcome",
            "quantile",
            "reason",
            "result",
            "shard",
            "state",
            "status",
            "verdict",
            "version");

    /// The most series that one name may have: a reason for each verdict is the widest there is.
    private static final int SERIES_MAX = 250;

    @TempDir
    private static Path directory;

    private static Scrape scrape = Scrape.of("");

    @BeforeAll
    static void scrape() {
        RelayConfig config = RelayConfig.of(Map.of(
                "RELAY_DATA", directory.resolve("data").toString(),
                "RELAY_LISTEN", "127.0.0.1:0",
                "RELAY_OPERATOR_LISTEN", "127.0.0.1:0"));
        try (EmbeddedRelay relay = EmbeddedRelay.start(config, (what, cause) -> {
            throw new AssertionError(what, cause);
        })) {
            scrape = Scrape.of(relay.scrape());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"app", "store", "ingest", "verify", "fanout"})
    void everyStageHasMeters(String stage) {
        assertTrue(scrape.ours().stream().anyMatch(meter -> meter.name().startsWith("relay_" + stage + "_")));
    }

    @Test
    void everyNameBeginsWithItsStage() {
        assertNone(meter -> !NAME.matcher(meter.name()).matches());
    }

    @Test
    void countersAndNoOthersEndInTotal() {
        assertNone(meter -> meter.name().endsWith("_total") != meter.type().equals("counter"));
    }

    @Test
    void unitsAreSecondsAndBytes() {
        assertNone(meter -> OTHER_UNIT.matcher(meter.name()).find());
    }

    @Test
    void aDistributionHasItsUnitLast() {
        assertNone(meter -> Set.of("summary", "histogram").contains(meter.type())
                && !UNIT_LAST.matcher(meter.name()).matches());
    }

    @Test
    void everyNameHasHelp() {
        assertNone(meter -> meter.help().isBlank());
    }

    @Test
    void labelsComeFromEnumsAndSettings() {
        assertNone(meter -> !LABELS.containsAll(meter.labels()));
    }

    @Test
    void noNameHasTooManySeries() {
        assertNone(meter -> meter.samples().size() > SERIES_MAX);
    }

    @Test
    void theImplementationOfEachCurveIsShown() {
        List<String> samples = scrape.ours().stream()
                .filter(meter -> meter.name().equals("relay_verify_signatures"))
                .flatMap(meter -> meter.samples().stream())
                .toList();
        assertEquals(2, samples.size(), samples.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jvm_memory_used_bytes",
                "jvm_threads_live_threads",
                "jvm_gc_live_data_size_bytes",
                "process_uptime_seconds",
                "process_cpu_usage",
                "process_files_open_files"
            })
    void theJvmAndTheProcessAreShown(String name) {
        assertTrue(scrape.has(name), scrape.meters().stream().map(Meter::name).toList()::toString);
    }

    private static void assertNone(Predicate<Meter> are) {
        assertEquals(
                List.of(), scrape.ours().stream().filter(are).map(Meter::name).toList());
    }
}
