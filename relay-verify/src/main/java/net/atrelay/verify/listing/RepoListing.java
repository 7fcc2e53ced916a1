package net.atrelay.verify.listing;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import net.atrelay.store.account.AccountState;
import net.atrelay.store.account.AccountTable;
import net.atrelay.store.host.JournalNote;
import net.atrelay.store.host.JournalStage;
import net.atrelay.verify.ListingConfig;
import net.atrelay.verify.ListingEnd;
import net.atrelay.verify.VerifyConfig;
import net.atrelay.verify.core.ListedRepo;
import net.atrelay.verify.core.ListedResult;
import net.atrelay.verify.core.Listing;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One comparison of all accounts of one host, page after page at a slow pace. Bounded in pages, bytes and time,
/// whatever the host answers. Owned by its thread.
///
/// 1. A page is asked for, a few times if need be.
/// 2. Each entry is compared with the state on disk. Most are the same, and nothing is done about them.
/// 3. The others go to the account's shard, whose state is the newest; what differs there is marked.
final class RepoListing {
    private static final Logger log = LoggerFactory.getLogger(RepoListing.class);

    /// Longer than any shard takes for its mail unless something is badly wrong.
    private static final Duration SHARD_PATIENCE = Duration.ofMinutes(10);

    private final String host;
    private final VerifyConfig config;
    private final ListingConfig limits;
    private final RepoListings.Parts parts;
    private final ListedNews news;
    private final Map<ListedResult, Integer> results = new EnumMap<>(ListedResult.class);
    private final long startedNanos = System.nanoTime();
    private int pages;
    private long bytes;

    RepoListing(String host, VerifyConfig config, RepoListings.Parts parts) {
        this.host = host;
        this.config = config;
        this.limits = config.listing();
        this.parts = parts;
        news = new ListedNews(parts.journals(), parts.clock(), parts.metrics());
    }

    ListingEnd run() throws InterruptedException {
        @Nullable String cursor = null;
        while (true) {
            long askedAtMicros = nowMicros();
            switch (ask(cursor)) {
                case RepoPage.NotOffered _ -> {
                    return end(pages == 0 ? ListingEnd.NOT_OFFERED : ListingEnd.FAILED, "no such list");
                }
                case RepoPage.Failed failed -> {
                    return end(ListingEnd.FAILED, failed.detail());
                }
                case RepoPage.Listed page -> {
                    compare(page, askedAtMicros);
                    String next = page.cursor();
                    if (next == null) {
                        return end(ListingEnd.COMPLETE, "");
                    }
                    if (next.equals(cursor) || !isWithinLimits()) {
                        return end(ListingEnd.ENDLESS, "the list of accounts has no end");
                    }
                    cursor = next;
                }
            }
            pause(limits.pageEvery());
        }
    }

    /// A host that wishes to be left alone is, within the time for the whole list.
    private RepoPage ask(@Nullable String cursor) throws InterruptedException {
        int failures = 0;
        while (true) {
            RepoPage page = await(parts.lists().page(host, cursor).toCompletableFuture(), limits.timeMax());
            if (!(page instanceof RepoPage.Failed failed)) {
                return page;
            }
            failures = failed.heldOff() ? failures : failures + 1;
            if (failures >= limits.attemptsMax() || !hasTime()) {
                return page;
            }
            pause(failed.heldOff() ? config.retryMax() : growing(failures));
        }
    }

    private Duration growing(int failures) {
        Duration doubled = config.retryFirst().multipliedBy(1L << Math.min(failures - 1, 30));
        return doubled.compareTo(config.retryMax()) > 0 ? config.retryMax() : doubled;
    }

    private void compare(RepoPage.Listed page, long askedAtMicros) throws InterruptedException {
        pages++;
        bytes += page.bytes();
        parts.metrics().listingPage();
        for (int i = 0; i < page.unusable(); i++) {
            count(ListedResult.UNUSABLE);
        }
        List<ListedRepo> different = new ArrayList<>();
        for (ListedRepo repo : page.repos()) {
            ListedResult result = compareWithDisk(repo, askedAtMicros);
            if (result == null) {
                different.add(repo);
            } else {
                count(result);
            }
        }
        hand(different, askedAtMicros);
    }

    /// Null when the shard has to look at it.
    private @Nullable ListedResult compareWithDisk(ListedRepo repo, long askedAtMicros) {
        AccountTable accounts = parts.accounts();
        if (accounts == null) {
            return null;
        }
        AccountState known = accounts.find(repo.did());
        if (known == null) {
            return ListedResult.UNKNOWN;
        }
        ListedResult result = Listing.compare(known, host, repo, askedAtMicros, nowMicros());
        boolean sameStatus = repo.status() == null || repo.status().equals(known.upstream());
        return switch (result) {
            case SAME -> sameStatus && isUndoubted(known) ? result : null;
            case UNKNOWN, OUTDATED -> sameStatus ? result : null;
            case FOREIGN, UNUSABLE -> result;
            case AHEAD, BEHIND, OTHER_COMMIT -> null;
        };
    }

    private static boolean isUndoubted(AccountState known) {
        return known.head() != null && known.head().listedRev() == null;
    }

    /// Waits until the shards have taken all of it, so that never more than a page waits there.
    private void hand(List<ListedRepo> different, long askedAtMicros) throws InterruptedException {
        List<CompletableFuture<@Nullable ListedResult>> taken = new ArrayList<>();
        for (ListedRepo repo : different) {
            taken.add(parts.shards().listed(host, repo, askedAtMicros).toCompletableFuture());
        }
        for (int i = 0; i < taken.size(); i++) {
            @Nullable ListedResult result = await(taken.get(i), SHARD_PATIENCE);
            if (result != null) {
                results.merge(result, 1, Integer::sum);
                news.came(host, different.get(i).did(), result);
            }
        }
    }

    private void count(ListedResult result) {
        results.merge(result, 1, Integer::sum);
        parts.metrics().listed(result);
    }

    private boolean isWithinLimits() {
        return pages < limits.pagesMax() && bytes < limits.bytesMax() && hasTime();
    }

    private boolean hasTime() {
        return System.nanoTime() - startedNanos < limits.timeMax().toNanos();
    }

    /// One line for the whole comparison.
    private ListingEnd end(ListingEnd end, String detail) {
        parts.metrics().listingEnded(end);
        log.info("compared host={} end={} detail={} pages={} results={}", host, end.label(), detail, pages, results);
        if (end == ListingEnd.ENDLESS || end == ListingEnd.FAILED) {
            JournalNote note = new JournalNote(JournalStage.LISTING, end, detail, null, null);
            parts.journals().note(host, note, nowMicros());
        }
        return end;
    }

    private static <T extends @Nullable Object> T await(CompletableFuture<T> answer, Duration patience)
            throws InterruptedException {
        try {
            return answer.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("no answer", e);
        }
    }

    private static void pause(Duration pause) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(pause.toNanos());
    }

    private long nowMicros() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, parts.clock().instant());
    }
}
