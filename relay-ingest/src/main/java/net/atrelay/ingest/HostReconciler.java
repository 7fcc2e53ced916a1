package net.atrelay.ingest;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// Compares the revs that a host tells of its accounts (`com.atproto.sync.listRepos`) with what we have, and
/// marks what differs. Called for one host at most once at a time.
public interface HostReconciler {
    /// Does nothing.
    HostReconciler NONE = (_, _) -> CompletableFuture.completedStage(true);

    /// Begins to compare. Must return at once.
    ///
    /// @param hostname the host
    /// @param cause why
    /// @return done when the comparison is; failed when it could not be finished and is to be tried again
    CompletionStage<?> reconcile(String hostname, GapCause cause);
}
