package net.atrelay.load;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One run: fills a data directory, starts hosts, directory and consumer as one process and the relay as another,
/// warms up, measures, and starts the relay again under load. Used by one thread.
final class LoadRun {
    private static final int PARTS = 10;
    private static final int ALL_NEW = 100;
    private static final long POLL_MILLIS = 20;
    private static final long SLOW_POLL_MILLIS = 200;
    private static final Duration COMING_OUT_AT_MOST = Duration.ofMinutes(2);
    private static final Duration CATCHING_UP_AT_MOST = Duration.ofMinutes(10);

    private final Realm realm;
    private final Course course;
    private final Path folder;
    private final Map<String, String> more;
    private final Consumer<String> progress;

    /// @param folder for the relay's data and log
    /// @param more settings of the relay, which stand before those that a run needs
    /// @param progress is told what happens
    LoadRun(Realm realm, Course course, Path folder, Map<String, String> more, Consumer<String> progress) {
        this.realm = realm;
        this.course = course;
        this.folder = folder;
        this.more = more;
        this.progress = progress;
    }

    /// @param kept a directory that holds the population already, or is to hold it for other runs; null for none
    /// @param samples takes a line for each sample; null for none
    LoadResult run(@Nullable Path kept, @Nullable PrintWriter samples) throws IOException, InterruptedException {
        progress.accept("starting " + realm.hosts() + " hosts");
        try (CrowdProcess crowd = CrowdProcess.start(realm, course.speakers())) {
            SeededData data = new SeededData(realm, folder.resolve("data"), kept, progress);
            double seedSeconds = data.prepare(crowd.hosts());
            long seededBytes = SeededData.bytes(folder.resolve("data"));
            try (RelayAtWork relay =
                    new RelayAtWork(folder.resolve("data"), folder.resolve("relay.log"), settings(crowd.plcUrl()))) {
                return measure(crowd, relay, samples, seedSeconds, seededBytes);
            }
        }
    }

    private LoadResult measure(
            CrowdProcess crowd, RelayAtWork relay, @Nullable PrintWriter lines, double seedSeconds, long seededBytes)
            throws IOException, InterruptedException {
        progress.accept("starting the relay");
        Restart first = start(crowd, relay, Restart.How.TERM, 0, 0);
        crowd.listen(relay.url());
        Sample settled = relay.sample(0);
        progress.accept("warming up with " + course.warmUpEvents() + " events");
        long zero = System.nanoTime();
        try (Sampler sampler = new Sampler(relay, Duration.ofSeconds(course.sampleSeconds()), zero, lines)) {
            warmUp(crowd);
            Sample warm = sampler.now();
            long bytesBefore = SeededData.bytes(folder.resolve("data"));
            List<Part> parts = parts(crowd, sampler, warm);
            long bytes = SeededData.bytes(folder.resolve("data")) - bytesBefore;
            long events = parts.getLast().end().events() - warm.events();
            crowd.hush();
            int missing = crowd.await(COMING_OUT_AT_MOST);
            progress.accept("measured; " + missing + " events have not come out");
            List<Sample> samples = sampler.samples();
            List<Restart> restarts = restarts(crowd, relay);
            return new LoadResult(
                    realm,
                    course,
                    seedSeconds,
                    seededBytes,
                    first,
                    settled,
                    warm,
                    parts,
                    LoadResult.slope(secondHalf(samples, parts)),
                    (double) bytes / Math.max(1, events),
                    restarts,
                    crowd.news());
        }
    }

    private void warmUp(CrowdProcess crowd) throws IOException {
        crowd.speak(course.warmUpPerSecond(), course.warmUpEvents(), ALL_NEW);
        int missing = crowd.await(COMING_OUT_AT_MOST);
        if (missing > 0) {
            progress.accept("after the warm-up " + missing + " events have not come out");
        }
        crowd.news(); // whose latencies are forgotten
    }

    private List<Part> parts(CrowdProcess crowd, Sampler sampler, Sample warm)
            throws IOException, InterruptedException {
        List<Part> parts = new ArrayList<>();
        crowd.speak(course.perSecond(), Long.MAX_VALUE, course.newcomersPercent());
        long began = System.nanoTime();
        Sample last = warm;
        for (int i = 1; i <= PARTS; i++) {
            long until = began + TimeUnit.SECONDS.toNanos(course.seconds()) / PARTS * i;
            TimeUnit.NANOSECONDS.sleep(until - System.nanoTime());
            Sample now = sampler.now();
            Part part = Part.of(last, now, crowd.news());
            progress.accept(LoadTable.row(part));
            parts.add(part);
            last = now;
        }
        return parts;
    }

    private static List<Sample> secondHalf(List<Sample> samples, List<Part> parts) {
        double from = parts.get(PARTS / 2 - 1).end().seconds();
        double to = parts.getLast().end().seconds();
        return samples.stream()
                .filter(sample -> sample.seconds() >= from && sample.seconds() <= to)
                .toList();
    }

    private List<Restart> restarts(CrowdProcess crowd, RelayAtWork relay) throws IOException, InterruptedException {
        List<Restart> restarts = new ArrayList<>();
        for (Restart.How how : course.restarts()) {
            progress.accept("restart by SIG" + how + " under load");
            crowd.speak(course.perSecond(), Long.MAX_VALUE, course.newcomersPercent());
            TimeUnit.SECONDS.sleep(course.sampleSeconds());
            long asked = crowd.news().lookUps();
            long signalled = System.nanoTime();
            relay.end(how);
            long endMillis = millisSince(signalled);
            restarts.add(start(crowd, relay, how, endMillis, asked));
            crowd.hush();
            int missing = crowd.await(COMING_OUT_AT_MOST);
            progress.accept("restarted; " + missing + " events have not come out");
        }
        return restarts;
    }

    /// Starts the relay and waits for all that a start is to reach.
    private Restart start(CrowdProcess crowd, RelayAtWork relay, Restart.How how, long endMillis, long asked)
            throws IOException, InterruptedException {
        crowd.mark();
        long launched = System.nanoTime();
        relay.launch();
        while (!relay.serves()) {
            Thread.sleep(POLL_MILLIS);
        }
        long servingMillis = millisSince(launched);
        while (relay.meters().sum("relay_ingest_connected_hosts") < realm.hosts()) {
            Thread.sleep(SLOW_POLL_MILLIS);
        }
        long connectedMillis = millisSince(launched);
        CrowdNews connected = crowd.news();
        long caughtUpMillis = caughtUp(crowd, connected) ? millisSince(launched) : -1;
        CrowdNews last = crowd.news();
        long firstEventMillis =
                last.firstAtNanos() < 0 ? -1 : TimeUnit.NANOSECONDS.toMillis(last.firstAtNanos() - launched);
        return new Restart(
                how,
                endMillis,
                servingMillis,
                firstEventMillis,
                connectedMillis,
                caughtUpMillis,
                connected.outstanding(),
                last.lookUps() - asked,
                (long) relay.meters().sum("relay_verify_identity_lookups_total"),
                last.hostsConnected());
    }

    /// Waits until as many events have come out as had been said at that moment; false when time is up.
    private static boolean caughtUp(CrowdProcess crowd, CrowdNews then) throws IOException, InterruptedException {
        long until = System.nanoTime() + CATCHING_UP_AT_MOST.toNanos();
        while (crowd.news().heard() < then.said()) {
            if (System.nanoTime() > until) {
                return false;
            }
            Thread.sleep(SLOW_POLL_MILLIS);
        }
        return true;
    }

    private Map<String, String> settings(String plcUrl) {
        Map<String, String> settings = new HashMap<>();
        settings.put("RELAY_DEVELOPMENT", "true");
        settings.put("RELAY_IDENTITY_PLC_URL", plcUrl);
        settings.put("RELAY_INGEST_LIMITS_TIERS", "simulated: *; accounts=10000000; accountEventsPerHour=1000000000");
        // What silent accounts are is known to no simulated host.
        settings.put("RELAY_VERIFY_PACES_SWEPT_ACCOUNTS_PER_MINUTE", "0");
        settings.putAll(more);
        return settings;
    }

    private static long millisSince(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos);
    }
}
