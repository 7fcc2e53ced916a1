package net.atrelay.atproto.mst;

import net.atrelay.atproto.car.CarSlice;
import net.atrelay.atproto.cid.Cid;
import net.atrelay.atproto.repo.CollectionSet;
import net.atrelay.atproto.repo.CollectionUpdate;
import org.jspecify.annotations.Nullable;

/// A tree as far as a slice shows it: nodes that are present, and stubs for the others. Immutable; any thread.
public final class VisibleTree {
    /// Nothing of a tree was sent.
    public static final VisibleTree UNSEEN = new VisibleTree(null, TreeReason.BLOCK_MISSING);

    private final @Nullable Node root;
    private final @Nullable TreeReason fault;

    private VisibleTree(@Nullable Node root, @Nullable TreeReason fault) {
        this.root = root;
        this.fault = fault;
    }

    /// Reads the tree under a root; never throws. One that breaks the rules of trees has a fault, and shows
    /// nothing.
    public static VisibleTree read(CarSlice slice, Cid root) {
        try {
            return new VisibleTree(TreeReader.read(slice, root), null);
        } catch (TreeFault fault) {
            return new VisibleTree(null, fault.reason());
        }
    }

    /// The tree's root; null for the empty tree.
    @Nullable
    Node root() throws TreeFault {
        if (fault != null) {
            throw TreeFault.because(fault);
        }
        return root;
    }

    /// The collections of the tree, as far as it is seen. Its keys are in order, so two neighbours show that
    /// nothing lies between them: a collection that would is gone. One whose place is out of sight stays.
    ///
    /// A delete cannot be undone without both neighbours of its gap. So where the ops are proven, the last record
    /// of a collection does not leave unseen.
    ///
    /// @param known the collections of the tree before, or as many of them as anybody knows
    /// @return the same object when nothing changes; not bounded
    public CollectionSet collections(CollectionSet known) {
        if (fault != null) {
            return known;
        }
        CollectionUpdate update = new CollectionUpdate(known);
        walk(root, update);
        return update.done();
    }

    private static void walk(@Nullable Subtree subtree, CollectionUpdate update) {
        switch (subtree) {
            case null -> {}
            case Stub _ -> update.unseen();
            case Node node -> {
                for (int i = 0; i < node.size(); i++) {
                    walk(node.subtrees[i], update);
                    update.path(node.keys[i]);
                }
                walk(node.subtrees[node.size()], update);
            }
        }
    }
}
