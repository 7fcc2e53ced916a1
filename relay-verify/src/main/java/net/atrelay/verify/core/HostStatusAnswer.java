package net.atrelay.verify.core;

import org.jspecify.annotations.Nullable;

/// What a host answered when asked for the status of one of its accounts (lexicon: com.atproto.sync.getRepoStatus).
public sealed interface HostStatusAnswer {
    /// @param status the host's word, bounded in length; null when it gave none
    record Stated(boolean active, @Nullable String status) implements HostStatusAnswer {}

    /// The host does not know the account (`RepoNotFound`).
    record NotFound() implements HostStatusAnswer {}

    /// Nothing learned: unreachable, refused, not understood, or over the budget of such questions.
    record Failed() implements HostStatusAnswer {}
}
