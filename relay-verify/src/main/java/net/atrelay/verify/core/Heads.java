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

    /// Null when the step is over.
    static @Nullable RepoHead ofCommit(Judgement judgement, CommitFrame frame, IdentityRecord identity) {
        String key = identity.signingKey();
        if (key == null) {
            return refused(judgement, identity, Reason.KEY_UNUSABLE);
        }
        Proof proof = judgement.context().proofs().ofCommit(frame, key, judgement.policy());
        return headOf(judgement, frame.rev(), proof, identity);
    }

    /// Null when the step is over.
    static @Nullable RepoHead ofSync(Judgement judgement, SyncFrame frame, IdentityRecord identity) {
        String key = identity.signingKey();
        if (key == null) {
            return refused(judgement, identity, Reason.KEY_UNUSABLE);
        }
        Proof proof = judgement.context().proofs().ofSync(frame, key, judgement.policy());
        return headOf(judgement, frame.rev(), proof, identity);
    }

    private static @Nullable RepoHead headOf(Judgement judgement, Tid rev, Proof proof, IdentityRecord identity) {
        return switch (proof) {
            case Proof.Refused(var reason) -> refused(judgement, identity, reason);
            case Proof.Proven(var commit, var data, var notices) -> {
                for (Reason notice : notices) {
                    if (judgement.fails(notice)) {
                        yield null;
                    }
                }
                yield new RepoHead(rev.value(), commit, data, false);
            }
        };
    }

    /// A signature that does not fit may be of a key that changed unseen: the identity is refreshed once (spec:
    /// sync).
    private static @Nullable RepoHead refused(Judgement judgement, IdentityRecord identity, Reason reason) {
        if (reason != Reason.SIGNATURE_INVALID || !Freshness.refreshedForSignature(judgement, identity)) {
            judgement.fails(reason);
        }
        return null;
    }
}
