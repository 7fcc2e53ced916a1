package net.atrelay.verify.proof;

import net.atrelay.atproto.cid.Cid;
import net.atrelay.atproto.mst.OpInversion;
import net.atrelay.atproto.mst.TreeProof;
import net.atrelay.atproto.mst.TreeReason;
import net.atrelay.atproto.mst.VisibleTree;
import net.atrelay.atproto.stream.CommitFrame;
import net.atrelay.verify.core.Reason;
import org.jspecify.annotations.Nullable;

/// Whether a commit's ops lead from the tree that it names as previous to its own (protocol reference §5.3).
final class TreeSteps {
    private TreeSteps() {}

    /// Null when they do.
    ///
    /// @param tree the tree `data`
    static @Nullable Reason fault(VisibleTree tree, Cid data, CommitFrame frame) {
        Cid before = before(frame);
        if (frame.ops().isEmpty()) {
            return withoutOps(data, before);
        }
        return switch (OpInversion.prove(tree, frame.ops(), before)) {
            case TreeProof.Proven _ -> null;
            case TreeProof.Failed(var reason) -> reasonOf(reason);
        };
    }

    /// The first commit of a repo names no tree before it: that was the empty one.
    private static @Nullable Cid before(CommitFrame frame) {
        Cid prevData = frame.prevData();
        return prevData == null && frame.since() == null ? OpInversion.EMPTY_ROOT : prevData;
    }

    /// Hosts send no node with a commit that has no ops, and none is needed (protocol reference §12 row 38).
    private static @Nullable Reason withoutOps(Cid data, @Nullable Cid before) {
        if (before == null) {
            return Reason.PREVIOUS_MISSING;
        }
        return data.equals(before) ? null : Reason.INVERSION_FAILED;
    }

    private static Reason reasonOf(TreeReason reason) {
        return switch (reason) {
            case NODE_FORM,
                    NODE_ENTRIES,
                    NODE_EMPTY,
                    NODE_REPEATED,
                    KEY_LENGTH,
                    KEY_PREFIX,
                    KEY_ORDER,
                    KEY_LAYER,
                    LAYER_TOO_HIGH,
                    BELOW_BOTTOM -> Reason.TREE_INVALID;
            case OPS_UNTRUE -> Reason.OPS_UNTRUE;
            case PREVIOUS_MISSING -> Reason.PREVIOUS_MISSING;
            case BLOCK_MISSING, ROOT_DIFFERS -> Reason.INVERSION_FAILED;
        };
    }
}
