package net.atrelay.ingest.crawl;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import net.atrelay.ingest.host.HostNetwork;
import net.atrelay.ingest.host.HostStream;
import net.atrelay.ingest.host.HostView;
import net.atrelay.ingest.host.StreamListener;
import net.atrelay.store.host.HostRecord;
import net.atrelay.store.host.HostRecord.Status;
import net.atrelay.store.host.HostTable;
import org.jspecify.annotations.Nullable;

/// All known hosts, the one stream of each, and their stored life cycle. Any thread; the table is touched by the
/// caller of [#load] and by the writer's thread only.
final class HostRegistry implements StreamListener, AutoCloseable {
    private static final int PAGE = 500;

    private final HostNetwork network;
    private final HostTable table;
    private final RecordWriter writer;
    private final InstantSource time;
    private final Map<String, HostStream> streams = new ConcurrentHashMap<>();
    /// Banned hosts, whether or not they have a stream that was stopped.
    private final Map<String, HostRecord> banned = new ConcurrentHashMap<>();

    HostRegistry(HostNetwork network, HostTable table, InstantSource time, Consumer<Throwable> onFatal) {
        this.network = network;
        this.table = table;
        this.time = time;
        writer = new RecordWriter(table, onFatal);
    }

    /// Opens the streams of all stored hosts that are not banned. Blocks.
    ///
    /// @param onHost told each record
    void load(Consumer<HostRecord> onHost) {
        List<HostRecord> page = table.list(null, PAGE);
        while (!page.isEmpty()) {
            for (HostRecord host : page) {
                onHost.accept(host);
                take(host);
            }
            page = table.list(page.getLast().hostname(), PAGE);
        }
    }

    private void take(HostRecord host) {
        if (host.status() == Status.BANNED) {
            banned.put(host.hostname(), host);
        } else {
            streams.computeIfAbsent(host.hostname(), _ -> network.open(host, this));
        }
    }

    @Nullable
    HostStream find(String hostname) {
        return streams.get(hostname);
    }

    boolean isBanned(String hostname) {
        return banned.containsKey(hostname);
    }

    /// Stores a host and opens its stream at the host's tip; one that is known already is dialled soon.
    CompletableFuture<Void> add(String hostname, boolean tls) {
        CompletableFuture<Void> added = new CompletableFuture<>();
        writer.run(() -> {
            try {
                addNow(hostname, tls);
                added.complete(null);
            } catch (RuntimeException e) {
                added.completeExceptionally(e);
                throw e;
            }
        });
        return added;
    }

    private void addNow(String hostname, boolean tls) {
        HostStream known = streams.get(hostname);
        if (known != null) {
            known.dialSoon();
            return;
        }
        if (isBanned(hostname)) {
            return;
        }
        HostRecord host = new HostRecord(hostname, tls, Status.ACTIVE, 0, null, micros(), null);
        table.put(host, false);
        take(host);
    }

    /// Stops a host at once and for all starts to come, known or not.
    void ban(String hostname, boolean tls) {
        banned.put(hostname, new HostRecord(hostname, tls, Status.BANNED, 0, null, micros(), null));
        HostStream stream = streams.get(hostname);
        if (stream != null) {
            stream.ban();
        } else {
            writer.run(() -> banStored(hostname, tls));
        }
    }

    private void banStored(String hostname, boolean tls) {
        HostStream added = streams.get(hostname);
        if (added != null) {
            added.ban();
            return;
        }
        HostRecord stored = table.find(hostname);
        HostRecord host = stored == null
                ? new HostRecord(hostname, tls, Status.BANNED, 0, null, micros(), null)
                : withStatus(stored, Status.BANNED);
        table.put(host, false);
    }

    /// Lifts a ban; the stream goes on where it was left.
    void unban(String hostname) {
        if (banned.remove(hostname) == null) {
            return;
        }
        HostStream stream = streams.get(hostname);
        if (stream != null) {
            stream.unban();
            return;
        }
        writer.run(() -> {
            HostRecord stored = table.find(hostname);
            if (stored != null) {
                HostRecord host = withStatus(stored, Status.ACTIVE);
                table.put(host, false);
                take(host);
            }
        });
    }

    @Override
    public void changed(HostRecord host, boolean resetCursor) {
        if (host.status() == Status.BANNED) {
            banned.put(host.hostname(), host);
        }
        writer.write(host, resetCursor);
    }

    int size() {
        return streams.size();
    }

    List<HostView> views() {
        List<HostView> views = new ArrayList<>();
        streams.values().forEach(stream -> views.add(stream.view()));
        return views;
    }

    /// Stops all streams, then writes what waits.
    void stopStreams() {
        streams.values().forEach(HostStream::stop);
    }

    @Override
    public void close() {
        writer.close();
    }

    private long micros() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time.instant());
    }

    private static HostRecord withStatus(HostRecord host, Status status) {
        return new HostRecord(
                host.hostname(), host.tls(), status, host.epoch(), host.cursor(), host.addedAtMicros(), null);
    }
}
