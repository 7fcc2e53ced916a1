package net.atrelay.verify.listing;

import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import net.atrelay.store.account.AccountTable;
import net.atrelay.store.host.HostJournals;
import net.atrelay.verify.ListingEnd;
import net.atrelay.verify.VerifyConfig;
import net.atrelay.verify.VerifyMetrics;
import net.atrelay.verify.core.ListedRepo;
import net.atrelay.verify.core.ListedResult;
import org.jspecify.annotations.Nullable;

/// Compares all accounts of a host with what is known of them here. Each comparison has a thread of its own, a
/// platform thread, since it reads the store; who calls bounds how many there are. Any thread.
public final class RepoListings implements AutoCloseable {
    private static final long CLOSE_SECONDS = 5;

    private final VerifyConfig config;
    private final Parts parts;
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofPlatform().daemon().name("relay-verify-listing-", 0).factory());

    /// What a comparison reads, asks and tells.
    ///
    /// @param lists asks hosts
    /// @param accounts durable states: most accounts are the same in them, and no more is done about
    ///     those; null where other processes have them, and all entries are handed on
    /// @param shards where the accounts that differ are looked at again, and marked
    /// @param journals hear what differs, for the host's operator
    public record Parts(
            RepoLists lists,
            @Nullable AccountTable accounts,
            Shards shards,
            HostJournals journals,
            InstantSource clock,
            VerifyMetrics metrics) {}

    /// Where accounts have their states.
    public interface Shards {
        /// As `ShardPool.listed`; done with null when another process will look at it and tell what comes of it.
        CompletionStage<@Nullable ListedResult> listed(String host, ListedRepo repo, long askedAtMicros);
    }

    public RepoListings(VerifyConfig config, Parts parts) {
        this.config = config;
        this.parts = parts;
    }

    /// Begins to compare. Returns at once.
    ///
    /// @return done when the comparison is, with how it ended; failed when it is worth another attempt later
    public CompletionStage<ListingEnd> compare(String host) {
        CompletableFuture<ListingEnd> done = new CompletableFuture<>();
        try {
            threads.execute(() -> run(host, done));
        } catch (RejectedExecutionException e) {
            done.completeExceptionally(e);
        }
        return done;
    }

    /// Breaks off what is under way.
    @Override
    public void close() {
        threads.shutdownNow();
        try {
            var _ = threads.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void run(String host, CompletableFuture<ListingEnd> done) {
        try {
            ListingEnd end = new RepoListing(host, config, parts).run();
            if (end == ListingEnd.FAILED) {
                done.completeExceptionally(new IllegalStateException("the list could not be read to its end"));
            } else {
                done.complete(end);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            done.completeExceptionally(e);
        } catch (RuntimeException e) {
            done.completeExceptionally(e);
        }
    }
}
