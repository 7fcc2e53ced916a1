package net.atrelay.verify.core;

import net.atrelay.atproto.stream.CommitFrame;
import net.atrelay.atproto.stream.SyncFrame;
import net.atrelay.atproto.syntax.Tid;
import net.atrelay.store.account.IdentityRecord;
import net.atrelay.store.account.RepoHead;
import net.atrelay.verify.core.RepoProofs.Proof;
import org.jspecify.annotations.Nullable;

/// The head of a repo as a message proves it under the account's current key.
final class Heads {
    private Heads() {}

    /// What is proven of a commit; null when the step is over.
    static Proof.@Nullable Proven ofCommit(Judgement judgement, CommitFrame frame, IdentityRecord identity) {
        String key = identity.signingKey();
        if (key == null) {
            return refused(judgement, identity, Reason.KEY_UNUSABLE);
        }
        Proof proof = judgement.context().proofs().ofCommit(frame, key, judgement.policy());
        return passed(judgement, proof, identity);
    }

    /// Null when the step is over.
    static @Nullable RepoHead ofSync(Judgement judgement, SyncFrame frame, IdentityRecord identity) {
        String key = identity.signingKey();
        Proof.Proven proven = key == null
                ? refused(judgement, identity, Reason.KEY_UNUSABLE)
                : passed(judgement, judgement.context().proofs().ofSync(frame, key, judgement.policy()), identity);
        return proven == null ? null : head(frame.rev(), proven);
    }

    static RepoHead head(Tid rev, Proof.Proven proven) {
        return new RepoHead(rev.value(), proven.commit(), proven.data(), false);
    }

    private static Proof.@Nullable Proven passed(Judgement judgement, Proof proof, IdentityRecord identity) {
        return switch (proof) {
            case Proof.Refused(var reason) -> refused(judgement, identity, reason);
            case Proof.Proven proven -> {
                for (Reason notice : proven.notices()) {
                    if (judgement.fails(notice)) {
                        yield null;
                    }
                }
                yield proven;
            }
        };
    }

    /// A signature that does not fit may be of a key that changed unseen: the identity is refreshed once (spec:
    /// sync).
    private static Proof.@Nullable Proven refused(Judgement judgement, IdentityRecord identity, Reason reason) {
        if (reason != Reason.SIGNATURE_INVALID || !Freshness.refreshedForSignature(judgement, identity)) {
            judgement.fails(reason);
        }
        return null;
    }
}
