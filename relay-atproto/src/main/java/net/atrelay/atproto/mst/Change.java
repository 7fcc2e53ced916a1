package net.atrelay.atproto.mst;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import net.atrelay.atproto.cid.Cid;
import net.atrelay.atproto.stream.RepoOp;
import net.atrelay.atproto.stream.RepoOp.Action;
import org.jspecify.annotations.Nullable;

/// What one op changed under a key.
///
/// @param layer the layer that the key belongs to
/// @param now the record in the new tree; null for a delete
/// @param before the record in the tree before; null for a create, and when an op does not say it
record Change(
        byte[] key, int layer, @Nullable Cid now, @Nullable Cid before) {
    /// The ops in the order in which they are undone: deletes first, since what they bring back is needed most often to
    /// find the way for the others; then by path bytes (protocol reference §12 row 22).
    static Change[] inOrder(List<RepoOp> ops) {
        Change[] changes = new Change[ops.size()];
        for (int i = 0; i < changes.length; i++) {
            RepoOp op = ops.get(i);
            byte[] key = op.path().getBytes(StandardCharsets.UTF_8);
            Cid before = op.action() == Action.CREATE ? null : op.prev();
            changes[i] = new Change(key, KeyLayer.of(key), op.cid(), before);
        }
        Arrays.sort(changes, Change::order);
        return changes;
    }

    private static int order(Change left, Change right) {
        boolean leftFirst = left.now == null;
        boolean rightFirst = right.now == null;
        return leftFirst == rightFirst
                ? Arrays.compareUnsigned(left.key, right.key)
                : Boolean.compare(rightFirst, leftFirst);
    }
}
