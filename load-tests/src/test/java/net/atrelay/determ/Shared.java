package net.atrelay.determ;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import net.atrelay.atproto.crypto.SignatureVerifier;
import net.atrelay.atproto.crypto.SignatureVerifiers;
import net.atrelay.store.StoreMetrics;
import net.atrelay.verify.VerifyMetrics;
import net.atrelay.verify.core.RepoProofs;
import net.atrelay.verify.proof.RepoProver;

/// What costs much to make and has no bearing on what a run does.
final class Shared {
    static final SignedPool POOL = new SignedPool();
    static final StoreMetrics STORE_METRICS = new StoreMetrics(new SimpleMeterRegistry());
    static final VerifyMetrics VERIFY_METRICS = new VerifyMetrics(new SimpleMeterRegistry());
    private static final SignatureVerifier VERIFIER = new RememberedVerifier(SignatureVerifiers.best());

    private Shared() {}

    static RepoProofs prover(Planted planted) {
        return new RepoProver(planted.before(VERIFIER));
    }
}
