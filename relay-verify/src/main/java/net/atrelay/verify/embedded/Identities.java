package net.atrelay.verify.embedded;

import java.util.concurrent.CompletionStage;
import net.atrelay.atproto.syntax.Did;
import net.atrelay.verify.core.IdentityAnswer;

/// Looks up DIDs. Implemented by the resolver, asked by the shards.
public interface Identities {
    /// Never blocks and never completes exceptionally: a fault is [IdentityAnswer.Failed]. Completes on any
    /// thread.
    ///
    /// @param causedByHost hostname whose frame made this look-up necessary; the budget it is charged to
    /// @param notBeforeMicros the look-up behind the answer must not have begun earlier (wall clock,
    ///     microseconds); if that is in the future, the look-up waits until then
    CompletionStage<IdentityAnswer> resolve(Did did, ResolveMode mode, String causedByHost, long notBeforeMicros);
}
