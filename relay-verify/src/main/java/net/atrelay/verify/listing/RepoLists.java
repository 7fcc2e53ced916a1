package net.atrelay.verify.listing;

import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// Asks hosts for the list of their accounts (lexicon: com.atproto.sync.listRepos).
public interface RepoLists {
    /// Never blocks and never completes exceptionally. Completes on any thread.
    ///
    /// @param cursor as the page before gave it; null for the first page
    CompletionStage<RepoPage> page(String host, @Nullable String cursor);
}
