package net.atrelay.atproto.mst;

import net.atrelay.atproto.cid.Cid;
import org.jspecify.annotations.Nullable;

/// What a tree shows of a change that is said to have led to it.
enum Sight {
    TRUE,
    UNTRUE,
    /// The way to the key goes through a stub.
    UNSEEN;

    static Sight of(Change change, @Nullable Node root) {
        Subtree at = root;
        while (at instanceof Node node) {
            int position = node.position(change.key());
            if (change.layer() >= node.layer) {
                boolean holds = node.holdsAt(position, change.key());
                return said(change.now(), holds ? node.values[position] : null);
            }
            at = node.subtrees[position];
        }
        return at == null ? said(change.now(), null) : UNSEEN;
    }

    private static Sight said(@Nullable Cid now, @Nullable Link found) {
        boolean same = now == null || found == null ? now == null && found == null : found.is(now);
        return same ? TRUE : UNTRUE;
    }
}
