package net.atrelay.app.pull;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import net.atrelay.atproto.host.DevMode;
import net.atrelay.atproto.host.Hostname;
import net.atrelay.store.host.Bans;
import net.atrelay.verify.identity.HostPage.ListedHost;
import org.jspecify.annotations.Nullable;

/// One pull: reads another relay's list, chooses, and has the own relay probe and add what it does not know, a few at a
/// time. Whatever it is broken off by, another one goes on where it was, since known hosts are left alone. Used once,
/// by one thread, which blocks.
final class HostPull {
    private final AdminClient own;
    private final PullLimits limits;
    private final Timetable timetable;
    private final DevMode devMode;
    private final Tally tally;

    /// @param devMode whether hosts on this machine may be taken
    HostPull(AdminClient own, PullLimits limits, Timetable timetable, DevMode devMode, Tally tally) {
        this.own = own;
        this.limits = limits;
        this.timetable = timetable;
        this.devMode = devMode;
        this.tally = tally;
    }

    /// @param isRehearsal whether nothing is to be added
    /// @throws AdminException when the own relay cannot be asked
    PullReport run(ListReader list, boolean isRehearsal) throws InterruptedException {
        Set<String> known = own.known();
        Bans bans = own.bans();
        Listing listing = list.read();
        List<String> chosen = chosenOf(listing, known, bans);
        String brokenOff = listing.brokenOff();
        if (isRehearsal) {
            chosen.forEach(tally::taken);
        } else {
            String left = addAll(chosen);
            brokenOff = left == null ? brokenOff : left;
        }
        return tally.report(listing.hosts().size() + listing.unusable(), brokenOff);
    }

    private List<String> chosenOf(Listing listing, Set<String> known, Bans bans) {
        Set<String> chosen = new LinkedHashSet<>();
        tally.unusable(listing.unusable());
        for (ListedHost host : listing.hosts()) {
            String name = nameOf(host);
            Skip skip = name == null ? Skip.BAD_NAME : skipOf(host, name, bans);
            if (name != null && (known.contains(name) || chosen.contains(name))) {
                tally.known(name);
            } else if (skip != null) {
                tally.skipped(host.hostname(), skip, skip == Skip.STATUS ? host.status() : null);
            } else if (name != null) {
                chosen.add(name);
            }
        }
        return new ArrayList<>(chosen);
    }

    private @Nullable String nameOf(ListedHost host) {
        return switch (Hostname.parse(host.hostname(), devMode)) {
            case Hostname.Ok ok -> ok.authority();
            case Hostname.Refused _ -> null;
        };
    }

    /// The words are the lexicon's (lexicon: sync.defs#hostStatus).
    private static @Nullable Skip skipOf(ListedHost host, String name, Bans bans) {
        if (bans.covering(name) != null) {
            return Skip.BANNED;
        }
        String status = host.status();
        if (!"active".equals(status) && !"idle".equals(status)) {
            return Skip.STATUS;
        }
        Long seq = host.seq();
        return "idle".equals(status) && (seq == null || seq <= 0) ? Skip.NO_SEQ : null;
    }

    /// @return why not all were asked for; null when they were
    private @Nullable String addAll(List<String> names) throws InterruptedException {
        Duration between = Duration.ofSeconds(1).dividedBy(limits.perSecond());
        Semaphore free = new Semaphore(limits.inFlightMax());
        AtomicReference<@Nullable AdminException> fault = new AtomicReference<>();
        boolean inTime = true;
        try (ExecutorService threads = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("relay-app-pull-", 0).factory())) {
            for (String name : names) {
                free.acquire();
                inTime = timetable.rest(between);
                if (!inTime || fault.get() != null) {
                    break;
                }
                threads.execute(() -> {
                    try {
                        add(name, fault);
                    } finally {
                        free.release();
                    }
                });
            }
        }
        AdminException broken = fault.get();
        return broken != null ? broken.getMessage() : inTime ? null : ListReader.TIME_IS_UP;
    }

    private void add(String name, AtomicReference<@Nullable AdminException> fault) {
        try {
            switch (own.add(name)) {
                case AdminClient.Answer.Added _ -> tally.taken(name);
                case AdminClient.Answer.Refused(String error, String message) ->
                    tally.skipped(name, skipOf(error), message);
            }
        } catch (AdminException e) {
            fault.compareAndSet(null, e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static Skip skipOf(String error) {
        return switch (error) {
            case "HostBanned" -> Skip.BANNED;
            case "HostNotFound" -> Skip.NO_ANSWER;
            case "InvalidRequest" -> Skip.NOT_A_HOST;
            default -> Skip.REFUSED;
        };
    }
}
