package net.atrelay.verify.embedded;

import java.util.concurrent.CompletionStage;
import net.atrelay.atproto.syntax.Did;
import net.atrelay.verify.core.HostStatusAnswer;

/// Asks hosts for the status of their accounts (lexicon: com.atproto.sync.getRepoStatus).
public interface HostStatuses {
    /// Never blocks and never completes exceptionally: a fault is [HostStatusAnswer.Failed]. Completes on any
    /// thread.
    CompletionStage<HostStatusAnswer> ask(Did did, String host);
}
