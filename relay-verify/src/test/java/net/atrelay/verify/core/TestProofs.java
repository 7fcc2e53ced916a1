package net.atrelay.verify.core;

import net.atrelay.atproto.crypto.SignatureVerifier;
import net.atrelay.atproto.crypto.SignatureVerifiers;
import net.atrelay.atproto.stream.CommitFrame;
import net.atrelay.atproto.stream.Strictness;
import net.atrelay.atproto.stream.SyncFrame;
import net.atrelay.verify.proof.RepoProver;

/// The true proofs, with something to happen before each.
public final class TestProofs implements RepoProofs {
    private static final SignatureVerifier VERIFIER = SignatureVerifiers.best();

    private final RepoProofs prover = new RepoProver(VERIFIER);
    private final Runnable beforeEach;

    /// @param beforeEach run before each proof; may throw
    public TestProofs(Runnable beforeEach) {
        this.beforeEach = beforeEach;
    }

    @Override
    public Proof ofCommit(CommitFrame frame, String signingKey, Strictness policy) {
        beforeEach.run();
        return prover.ofCommit(frame, signingKey, policy);
    }

    @Override
    public Proof ofSync(SyncFrame frame, String signingKey, Strictness policy) {
        beforeEach.run();
        return prover.ofSync(frame, signingKey, policy);
    }
}
