package net.atrelay.ingest.crawl;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import net.atrelay.ingest.GapCause;
import net.atrelay.ingest.host.HostNetwork;
import net.atrelay.ingest.host.HostStream;
import net.atrelay.ingest.host.HostView;
import net.atrelay.ingest.host.StreamListener;
import net.atrelay.store.host.HostBan;
import net.atrelay.store.host.HostBan.Scope;
import net.atrelay.store.host.HostJournal;
import net.atrelay.store.host.HostRecord;
import net.atrelay.store.host.HostRecord.Status;
import org.jspecify.annotations.Nullable;

/// All known hosts, the one stream of each, and their stored life cycle; a banned host has a stream that stands
/// still. Any thread; the tables are touched by the caller of [#load] and by the writer's thread only. Which
/// streams stand still changes under this object's lock, together with the bans; event loops never take it.
final class HostRegistry implements StreamListener {
    private static final int PAGE = 500;

    private final HostNetwork network;
    private final IngestParts parts;
    private final RecordWriter writer;
    private final BanBook bans;
    private final Reconciliations reconciliations;
    private final InstantSource time;
    private final Map<String, HostStream> streams = new ConcurrentHashMap<>();
    /// Hosts that are read here; changed under this object's lock.
    private volatile Predicate<String> read;

    HostRegistry(
            HostNetwork network,
            IngestParts parts,
            RecordWriter writer,
            BanBook bans,
            Reconciliations reconciliations,
            InstantSource time) {
        this.network = network;
        this.parts = parts;
        this.writer = writer;
        this.bans = bans;
        this.reconciliations = reconciliations;
        this.time = time;
        read = parts.read();
    }

    /// Opens the streams of all stored hosts, the active ones first. Blocks.
    ///
    /// @param onHost told each record
    void load(Consumer<HostRecord> onHost) {
        List<HostRecord> active = new ArrayList<>();
        List<HostRecord> others = new ArrayList<>();
        List<HostRecord> page = parts.hosts().list(null, PAGE);
        while (!page.isEmpty()) {
            for (HostRecord host : page) {
                onHost.accept(host);
                if (host.status() == Status.BANNED && !isBanned(host.hostname())) {
                    // From before bans had records of their own.
                    var _ = bans.ban(host.hostname(), Scope.HOST, "banned earlier");
                }
                restoreJournal(host.hostname());
                (isActive(host) ? active : others).add(host);
            }
            page = parts.hosts().list(page.getLast().hostname(), PAGE);
        }
        network.expectActive(active.size());
        active.forEach(this::take);
        others.forEach(this::take);
    }

    /// From now on these hosts are read here, and no others: streams of others stop at once, and those of hosts that
    /// were read elsewhere open where the table has them. Blocks for the table.
    ///
    /// @return the hosts whose streams have stopped
    synchronized Set<String> read(Predicate<String> which) {
        read = which;
        Set<String> left = new HashSet<>();
        for (Map.Entry<String, HostStream> stream : streams.entrySet()) {
            if (!which.test(stream.getKey())) {
                stream.getValue().stop();
                left.add(stream.getKey());
            }
        }
        streams.keySet().removeAll(left);
        writer.saveJournalsSoon();
        List<HostRecord> page = parts.hosts().list(null, PAGE);
        while (!page.isEmpty()) {
            page.forEach(this::take);
            page = parts.hosts().list(page.getLast().hostname(), PAGE);
        }
        return left;
    }

    @Nullable
    HostStream find(String hostname) {
        return streams.get(hostname);
    }

    boolean isBanned(String hostname) {
        return banOf(hostname) != null;
    }

    @Nullable
    HostBan banOf(String hostname) {
        return bans.covering(hostname);
    }

    /// Stores a host and opens its stream at the host's tip; one that is known already is dialled soon.
    CompletableFuture<Void> add(String hostname, boolean tls) {
        return writer.run(() -> addNow(hostname, tls));
    }

    private void addNow(String hostname, boolean tls) {
        HostStream known = streams.get(hostname);
        if (known != null) {
            known.dialSoon();
        } else if (!isBanned(hostname)) {
            long addedAt = ChronoUnit.MICROS.between(Instant.EPOCH, time.instant());
            HostRecord host = new HostRecord(hostname, tls, Status.ACTIVE, 0, null, addedAt, null);
            parts.hosts().put(host, false);
            take(host);
        }
    }

    private synchronized void take(HostRecord host) {
        if (!read.test(host.hostname())) {
            return;
        }
        HostRecord taken = isBanned(host.hostname()) ? host.withStatus(Status.BANNED) : host;
        streams.computeIfAbsent(host.hostname(), _ -> network.open(taken, this));
    }

    /// Stops all hosts that a ban covers, known or not, at once and for all starts to come.
    synchronized CompletableFuture<Void> ban(String name, Scope scope, String reason) {
        CompletableFuture<Void> durable = bans.ban(name, scope, reason);
        streams.forEach((hostname, stream) -> {
            if (isBanned(hostname)) {
                stream.ban();
            }
        });
        return durable;
    }

    /// Lifts a ban; streams that no other covers go on where they were left.
    synchronized CompletableFuture<Void> lift(String name, Scope scope) {
        CompletableFuture<Void> durable = bans.lift(name, scope);
        streams.forEach((hostname, stream) -> {
            if (!isBanned(hostname)) {
                stream.unban();
            }
        });
        return durable;
    }

    /// Takes the bans that the table has now: streams that one covers stop, others go on where they were left.
    synchronized void reloadBans() {
        bans.reload();
        streams.forEach((hostname, stream) -> {
            if (isBanned(hostname)) {
                stream.ban();
            } else {
                stream.unban();
            }
        });
    }

    List<HostBan> bans(Scope scope) {
        return bans.list(scope);
    }

    @Override
    public void changed(HostRecord host, boolean resetCursor, Runnable stored) {
        writer.write(host, resetCursor, stored);
    }

    @Override
    public void relayFound(String hostname, String detail) {
        var _ = writer.run(() -> {
            var _ = ban(hostname, Scope.HOST, detail);
        });
    }

    @Override
    public void gapFound(String hostname, GapCause cause) {
        var _ = writer.run(() -> reconciliations.add(hostname, cause));
    }

    @Override
    public void reachableAgain() {
        streams.values().forEach(HostStream::dialSoon);
    }

    int size() {
        return streams.size();
    }

    List<HostView> views() {
        List<HostView> views = new ArrayList<>();
        streams.values().forEach(stream -> views.add(stream.view()));
        return views;
    }

    /// Stops all streams.
    void stopStreams() {
        streams.values().forEach(HostStream::stop);
    }

    private boolean isActive(HostRecord host) {
        return host.status() == Status.ACTIVE && !isBanned(host.hostname());
    }

    private void restoreJournal(String hostname) {
        HostJournal journal = parts.journalTable().find(hostname);
        if (journal != null) {
            parts.journals().restore(journal);
        }
    }
}
