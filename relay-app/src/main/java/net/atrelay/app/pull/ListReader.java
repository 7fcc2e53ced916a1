package net.atrelay.app.pull;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import net.atrelay.verify.identity.HostPage;
import net.atrelay.verify.identity.HostPage.ListedHost;
import net.atrelay.verify.identity.RelayHosts;
import org.jspecify.annotations.Nullable;

/// Reads the list of another relay from its beginning: one page a second, and one that fails for now again after a
/// while. It ends with the last page, or at one of its bounds. Blocks.
final class ListReader {
    static final Duration BETWEEN_PAGES = Duration.ofSeconds(1);
    static final String TIME_IS_UP = "the time is up";

    private final RelayHosts relay;
    private final PullLimits limits;
    private final Timetable timetable;
    private final Map<String, ListedHost> hosts = new LinkedHashMap<>();
    private final Set<String> cursors = new HashSet<>();
    private int unusable;

    ListReader(RelayHosts relay, PullLimits limits, Timetable timetable) {
        this.relay = relay;
        this.limits = limits;
        this.timetable = timetable;
    }

    Listing read() throws InterruptedException {
        String brokenOff = readPages();
        return new Listing(new ArrayList<>(hosts.values()), unusable, brokenOff);
    }

    private @Nullable String readPages() throws InterruptedException {
        String cursor = null;
        for (int pages = 0; pages < limits.pagesMax(); pages++) {
            if (pages > 0 && !timetable.rest(BETWEEN_PAGES)) {
                return TIME_IS_UP;
            }
            switch (page(cursor)) {
                case HostPage.Failed failed -> {
                    return failed.detail();
                }
                case HostPage.Listed listed -> {
                    listed.hosts().forEach(host -> hosts.putIfAbsent(host.hostname(), host));
                    unusable += listed.unusable();
                    cursor = listed.cursor();
                }
            }
            if (cursor == null) {
                return null;
            }
            if (!cursors.add(cursor)) {
                return "its cursor came twice";
            }
            if (hosts.size() >= limits.hostsMax()) {
                return "more than " + limits.hostsMax() + " hosts";
            }
        }
        return "more than " + limits.pagesMax() + " pages";
    }

    private HostPage page(@Nullable String cursor) throws InterruptedException {
        HostPage page = relay.page(cursor);
        for (int tries = 1; tries < limits.triesMax(); tries++) {
            if (!(page instanceof HostPage.Failed failed) || !failed.passing()) {
                return page;
            }
            Duration wished = failed.retryAfter();
            if (!timetable.rest(wished == null ? BETWEEN_PAGES.multipliedBy(1L << tries) : wished)) {
                return new HostPage.Failed(failed.detail() + ", and " + TIME_IS_UP, false, null);
            }
            page = relay.page(cursor);
        }
        return page;
    }
}
