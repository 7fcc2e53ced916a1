package net.atrelay.ingest.crawl;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import net.atrelay.ingest.CrawlOutcome;
import net.atrelay.ingest.IngestConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Adds a list of hosts, such as another relay knows, name by name: each is probed before it is stored, a few at
/// a time and so many in a second. Runs on a thread of its own.
final class HostList {
    private static final Logger LOG = LoggerFactory.getLogger(HostList.class);

    private final CrawlDesk desk;
    private final int probesMax;
    private final long probeEveryNanos;

    HostList(CrawlDesk desk, IngestConfig.Tasks limits) {
        this.desk = desk;
        probesMax = limits.addProbesMax();
        probeEveryNanos = TimeUnit.SECONDS.toNanos(1) / limits.addProbesPerSecond();
    }

    /// Begins; a name that comes twice is taken once.
    ///
    /// @return what became of each name as it was written, in their order; failed only when the list itself does
    CompletableFuture<Map<String, CrawlOutcome>> add(Iterable<String> hostnames) {
        CompletableFuture<Map<String, CrawlOutcome>> report = new CompletableFuture<>();
        Thread.ofVirtual().name("relay-ingest-list-0").start(() -> {
            try {
                report.complete(addAll(hostnames));
            } catch (RuntimeException | InterruptedException e) {
                LOG.atWarn().setCause(e).log("a list of hosts was left unfinished");
                report.completeExceptionally(e);
            }
        });
        return report;
    }

    private Map<String, CrawlOutcome> addAll(Iterable<String> hostnames) throws InterruptedException {
        Map<String, CompletionStage<Admission>> asked = new LinkedHashMap<>();
        Semaphore free = new Semaphore(probesMax);
        for (String hostname : hostnames) {
            if (!asked.containsKey(hostname)) {
                free.acquire();
                asked.put(hostname, desk.addListed(hostname).whenComplete((_, _) -> free.release()));
                TimeUnit.NANOSECONDS.sleep(probeEveryNanos);
            }
        }
        Map<String, CrawlOutcome> report = new LinkedHashMap<>();
        asked.forEach((hostname, admission) ->
                report.put(hostname, admission.toCompletableFuture().join().outcome()));
        return report;
    }
}
