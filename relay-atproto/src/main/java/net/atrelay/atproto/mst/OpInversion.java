package net.atrelay.atproto.mst;

import static net.atrelay.atproto.mst.TreeFault.because;

import java.util.List;
import java.util.Objects;
import net.atrelay.atproto.car.CarSlice;
import net.atrelay.atproto.cid.Cid;
import net.atrelay.atproto.stream.RepoOp;
import org.jspecify.annotations.Nullable;

/// The proof that a commit's ops lead from the tree before to its own (proposal 0006; protocol reference §5.3):
///
/// 1. read the new tree as far as the slice holds it; absent subtrees are stubs;
/// 2. check each op against it: a created or updated path holds the op's record, a deleted one nothing;
/// 3. undo the ops, deletes first;
/// 4. trim the root: as long as it is a single subtree without entries, that is the root, be it a stub or not;
/// 5. what is left must be the tree before.
///
/// Never throws, and never demands a block that no step enters. Pure; any thread.
public final class OpInversion {
    /// Root of the tree without keys.
    public static final Cid EMPTY_ROOT =
            Objects.requireNonNull(Cid.parse("bafyreie5737gdxlw5i64vzichcalba3z2v5n6icifvx5xytvske7mr3hpm"));

    private static final TreeProof PROVEN = new TreeProof.Proven();

    private OpInversion() {}

    /// Undoes the ops on the tree `data`.
    ///
    /// @param ops in any order, each of the shape that its action asks
    /// @param before root of the tree before the ops, [#EMPTY_ROOT] for a first commit; null when nobody says it:
    ///     [TreeReason#PREVIOUS_MISSING] after all else has been checked
    public static TreeProof prove(CarSlice slice, Cid data, List<RepoOp> ops, @Nullable Cid before) {
        return prove(VisibleTree.read(slice, data), ops, before);
    }

    /// Undoes the ops on a tree that has been read.
    public static TreeProof prove(VisibleTree tree, List<RepoOp> ops, @Nullable Cid before) {
        try {
            Node root = tree.root();
            Change[] changes = Change.inOrder(ops);
            requireTrue(root, changes);
            if (before == null || lacksPrevious(ops)) {
                throw because(TreeReason.PREVIOUS_MISSING);
            }
            Subtree rootBefore = undone(root, changes);
            if (!linkOf(rootBefore).is(before)) {
                // A stub may be a node without entries, and then the root lies further down, out of sight.
                throw because(rootBefore instanceof Stub ? TreeReason.BLOCK_MISSING : TreeReason.ROOT_DIFFERS);
            }
            return PROVEN;
        } catch (TreeFault fault) {
            return new TreeProof.Failed(fault.reason());
        }
    }

    /// An op that is seen to be untrue outweighs one that cannot be checked, wherever it stands.
    private static void requireTrue(@Nullable Node root, Change[] changes) throws TreeFault {
        boolean allSeen = true;
        for (Change change : changes) {
            Sight sight = Sight.of(change, root);
            if (sight == Sight.UNTRUE) {
                throw because(TreeReason.OPS_UNTRUE);
            }
            allSeen &= sight == Sight.TRUE;
        }
        if (!allSeen) {
            throw because(TreeReason.BLOCK_MISSING);
        }
    }

    private static boolean lacksPrevious(List<RepoOp> ops) {
        for (RepoOp op : ops) {
            if (op.action() != RepoOp.Action.CREATE && op.prev() == null) {
                return true;
            }
        }
        return false;
    }

    /// The trimmed root of the tree before; null for the empty tree.
    static @Nullable Subtree undone(@Nullable Node root, Change[] changes) throws TreeFault {
        Node undone = root;
        for (Change change : changes) {
            undone = new Undo(change).applied(undone);
        }
        Subtree trimmed = undone;
        while (trimmed instanceof Node node && node.size() == 0) {
            trimmed = node.subtrees[0];
        }
        return trimmed;
    }

    private static Link linkOf(@Nullable Subtree root) {
        return root == null ? Link.of(EMPTY_ROOT) : new NodeWriter().linkOf(root);
    }
}
