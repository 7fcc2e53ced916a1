package net.atrelay.verify.proof;

import java.util.Set;
import net.atrelay.atproto.car.CarRoots;
import net.atrelay.atproto.car.CarSlice;
import net.atrelay.atproto.cid.Cid;
import net.atrelay.atproto.crypto.ParsedKey;
import net.atrelay.atproto.crypto.SignatureVerifier;
import net.atrelay.atproto.mst.VisibleTree;
import net.atrelay.atproto.repo.RecordBlock;
import net.atrelay.atproto.repo.SignedCommit;
import net.atrelay.atproto.stream.CommitFrame;
import net.atrelay.atproto.stream.Envelope;
import net.atrelay.atproto.stream.RepoOp;
import net.atrelay.atproto.stream.Strictness;
import net.atrelay.atproto.stream.SyncFrame;
import net.atrelay.atproto.syntax.Tid;
import net.atrelay.verify.core.Policy;
import net.atrelay.verify.core.Reason;
import net.atrelay.verify.core.RepoProofs;
import org.jspecify.annotations.Nullable;

/// Proves messages from their own bytes (spec: sync, Message Validation Checklist; protocol reference §5.5, rows
/// 13 to 21). The signature comes last: it costs most, and whoever is told that it alone is wrong may look up the
/// key again.
///
/// Reads everything in place. Owned by one shard thread, since it remembers the keys it has parsed.
public final class RepoProver implements RepoProofs {
    /// Parsed keys that one prover remembers; some 10 MB of them.
    public static final int KEYS_MAX = 16_384;

    private final SignatureVerifier verifier;
    private final SigningKeys keys;

    public RepoProver(SignatureVerifier verifier) {
        this(verifier, KEYS_MAX);
    }

    /// @param keysMax parsed keys that are remembered
    public RepoProver(SignatureVerifier verifier, int keysMax) {
        this.verifier = verifier;
        this.keys = new SigningKeys(keysMax);
    }

    @Override
    public Proof ofCommit(CommitFrame frame, String signingKey, Strictness policy) {
        CarSlice slice = slice(frame.envelope(), frame.blocksOffset(), frame.blocksLength(), policy);
        if (slice == null || !slice.root().equals(frame.commit())) {
            return new Proof.Refused(Reason.COMMIT_INVALID);
        }
        SignedCommit commit = commit(slice, frame.envelope(), frame.rev());
        if (commit == null) {
            return new Proof.Refused(Reason.COMMIT_INVALID);
        }
        if (!recordsAreSound(slice, frame)) {
            return new Proof.Refused(Reason.RECORD_INVALID);
        }
        Cid data = commit.data();
        VisibleTree tree = frame.ops().isEmpty() ? VisibleTree.UNSEEN : VisibleTree.read(slice, data);
        Reason treeFault = TreeSteps.fault(tree, data, frame);
        if (treeFault != null && Policy.action(treeFault, policy) != Policy.Action.NOTE) {
            return new Proof.Refused(treeFault);
        }
        Reason signatureFault = signatureFault(commit, signingKey);
        if (signatureFault != null) {
            return new Proof.Refused(signatureFault);
        }
        return new Proof.Proven(slice.root(), data, treeFault == null ? Set.of() : Set.of(treeFault), tree);
    }

    @Override
    public Proof ofSync(SyncFrame frame, String signingKey, Strictness policy) {
        CarSlice slice = slice(frame.envelope(), frame.blocksOffset(), frame.blocksLength(), policy);
        SignedCommit commit = slice == null ? null : commit(slice, frame.envelope(), frame.rev());
        if (slice == null || commit == null) {
            return new Proof.Refused(Reason.COMMIT_INVALID);
        }
        Reason signatureFault = signatureFault(commit, signingKey);
        return signatureFault == null
                ? new Proof.Proven(slice.root(), commit.data(), Set.of(), VisibleTree.UNSEEN)
                : new Proof.Refused(signatureFault);
    }

    /// Consumers refuse slices with more than one root; a lenient host's pass (protocol reference §12 row 10).
    private static @Nullable CarSlice slice(Envelope envelope, int offset, int length, Strictness policy) {
        CarRoots roots = switch (policy) {
            case STRICT -> CarRoots.EXACTLY_ONE;
            case LENIENT -> CarRoots.AT_LEAST_ONE;
        };
        return CarSlice.parse(envelope.bytes(), offset, length, roots) instanceof CarSlice slice ? slice : null;
    }

    /// The commit block of the slice's root; null unless it is there and says what the message says.
    private static @Nullable SignedCommit commit(CarSlice slice, Envelope envelope, Tid rev) {
        long block = slice.find(slice.root());
        if (block != CarSlice.ABSENT
                && SignedCommit.decode(slice.bytes(), block) instanceof SignedCommit commit
                && commit.isOf(envelope.did())
                && commit.isAt(rev)) {
            return commit;
        }
        return null;
    }

    private static boolean recordsAreSound(CarSlice slice, CommitFrame frame) {
        for (RepoOp op : frame.ops()) {
            Cid record = op.cid();
            if (record != null && RecordBlock.of(slice, record) != RecordBlock.SOUND) {
                return false;
            }
        }
        return true;
    }

    private @Nullable Reason signatureFault(SignedCommit commit, String signingKey) {
        return switch (keys.parsed(signingKey)) {
            case ParsedKey.Unusable _ -> Reason.KEY_UNUSABLE;
            case ParsedKey.Usable(var key) ->
                verifier.verify(key, commit.unsignedSha256(), commit.signature()) ? null : Reason.SIGNATURE_INVALID;
        };
    }
}
