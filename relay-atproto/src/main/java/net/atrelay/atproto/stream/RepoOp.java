package net.atrelay.atproto.stream;

import net.atrelay.atproto.cid.Cid;
import org.jspecify.annotations.Nullable;

/// One record operation (lexicon: subscribeRepos#repoOp).
///
/// @param action what happened to the record
/// @param path `collection/rkey`, valid
/// @param cid the new record; null for a delete
/// @param prev the record before; null when the field is absent, as it is for a create
public record RepoOp(
        Action action,
        String path,
        @Nullable Cid cid,
        @Nullable Cid prev) {
    public enum Action {
        CREATE,
        UPDATE,
        DELETE
    }
}
