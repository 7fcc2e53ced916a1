package net.atrelay.ingest.crawl;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import net.atrelay.store.host.Bans;
import net.atrelay.store.host.CrawlRule;
import net.atrelay.store.host.CrawlRuleTable;
import net.atrelay.store.host.HostBan;
import net.atrelay.store.host.HostBan.Scope;
import org.jspecify.annotations.Nullable;

/// All bans in force: those that operators spoke, durable, and those of the configuration, which only it can
/// lift. A ban holds from the moment that it is spoken, before it is stored. Any thread.
final class BanBook {
    private final CrawlRuleTable table;
    private final RecordWriter writer;
    private final InstantSource time;
    private final Bans configured;
    /// Changed under this object's lock, in the order in which the writes are handed over.
    private volatile Bans spoken;
    /// Spoken here and not in the table yet, in the order in which they were; owned by this object's lock.
    private final List<HostBan> underway = new ArrayList<>();

    /// Reads the table. Blocks.
    BanBook(CrawlRuleTable table, RecordWriter writer, InstantSource time, Set<String> configuredDomains) {
        this.table = table;
        this.writer = writer;
        this.time = time;
        configured = Bans.of(configuredDomains.stream()
                .map(domain -> new HostBan(domain, Scope.DOMAIN, 0, "configured"))
                .toList());
        spoken = table.bans();
    }

    /// The ban that covers a host; null for none.
    @Nullable
    HostBan covering(String hostname) {
        HostBan ban = configured.covering(hostname);
        return ban == null ? spoken.covering(hostname) : ban;
    }

    List<HostBan> list(Scope scope) {
        List<HostBan> bans = new ArrayList<>(configured.list(scope));
        bans.addAll(spoken.list(scope));
        return bans;
    }

    /// Adds a ban at once; done when it is durable.
    synchronized CompletableFuture<Void> ban(String name, Scope scope, String reason) {
        HostBan ban = new HostBan(name, scope, ChronoUnit.MICROS.between(Instant.EPOCH, time.instant()), reason);
        spoken = spoken.with(ban);
        underway.add(ban);
        return writer.run(() -> {
            table.put(new CrawlRule.Ban(ban));
            stored(ban);
        });
    }

    /// Lifts a ban at once; done when that is durable.
    synchronized CompletableFuture<Void> lift(String name, Scope scope) {
        spoken = spoken.without(name, scope);
        return writer.run(() -> table.put(new CrawlRule.Lift(name, scope)));
    }

    /// Takes the bans that the table has now, since another process has changed it.
    synchronized void reload() {
        Bans now = table.bans();
        for (HostBan ban : underway) {
            now = now.with(ban);
        }
        spoken = now;
    }

    private synchronized void stored(HostBan ban) {
        underway.remove(ban);
    }
}
