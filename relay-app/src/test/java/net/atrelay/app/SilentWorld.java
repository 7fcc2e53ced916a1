package net.atrelay.app;

import java.util.concurrent.CompletableFuture;
import net.atrelay.atproto.stream.CommitFrame;
import net.atrelay.atproto.stream.Strictness;
import net.atrelay.atproto.stream.SyncFrame;
import net.atrelay.ingest.crawl.HostProbe;
import net.atrelay.verify.core.HostStatusAnswer;
import net.atrelay.verify.core.IdentityAnswer;
import net.atrelay.verify.core.Reason;
import net.atrelay.verify.core.RepoProofs;

/// A world in which nobody answers and nothing is proven.
final class SilentWorld {
    private SilentWorld() {}

    static Outside outside() {
        return new Outside(
                (_, _, _, _) -> CompletableFuture.completedStage(new IdentityAnswer.Failed()),
                (_, _) -> CompletableFuture.completedStage(new HostStatusAnswer.Failed()),
                (_, _) -> CompletableFuture.completedStage(new HostProbe.Answer.Failed("silence")),
                _ -> new NoProofs(),
                () -> {});
    }

    private static final class NoProofs implements RepoProofs {
        @Override
        public Proof ofCommit(CommitFrame frame, String signingKey, Strictness policy) {
            return new Proof.Refused(Reason.SIGNATURE_INVALID);
        }

        @Override
        public Proof ofSync(SyncFrame frame, String signingKey, Strictness policy) {
            return new Proof.Refused(Reason.SIGNATURE_INVALID);
        }
    }
}
