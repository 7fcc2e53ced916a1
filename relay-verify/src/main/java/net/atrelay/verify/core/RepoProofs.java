package net.atrelay.verify.core;

import java.util.Set;
import net.atrelay.atproto.cid.Cid;
import net.atrelay.atproto.mst.VisibleTree;
import net.atrelay.atproto.stream.CommitFrame;
import net.atrelay.atproto.stream.Strictness;
import net.atrelay.atproto.stream.SyncFrame;

/// What the blocks of a message prove, and who signed them (protocol reference §5.5, rows 13 to 21). A pure
/// function of its arguments; an implementation may remember parsed keys.
public interface RepoProofs {
    /// Slice, commit block, signature, records, tree and inversion of the ops.
    ///
    /// @param signingKey did:key of the account's current key
    Proof ofCommit(CommitFrame frame, String signingKey, Strictness policy);

    /// Slice, commit block and signature.
    ///
    /// @param signingKey did:key of the account's current key
    Proof ofSync(SyncFrame frame, String signingKey, Strictness policy);

    /// What came of the proof of one message.
    sealed interface Proof {
        /// @param commit CID of the signed commit block
        /// @param data root of the new tree
        /// @param notices what this policy lets pass
        /// @param tree the new tree, as far as the message shows it
        record Proven(Cid commit, Cid data, Set<Reason> notices, VisibleTree tree) implements Proof {}

        /// @param reason [Reason#SIGNATURE_INVALID] only where everything but the key has been found sound
        record Refused(Reason reason) implements Proof {}
    }
}
