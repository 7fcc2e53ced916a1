package net.atrelay.atproto.stream;

import java.util.List;
import net.atrelay.atproto.cid.Cid;
import net.atrelay.atproto.syntax.Tid;
import org.jspecify.annotations.Nullable;

/// A `#commit` (lexicon: subscribeRepos#commit).
///
/// @param envelope what all messages have
/// @param rev revision of the commit
/// @param since revision of the commit before; null for the first one
/// @param blocksOffset where the CAR begins in the frame
/// @param blocksLength length of the CAR, bytes
/// @param commit CID of the signed commit block, dag-cbor
/// @param prevData MST root of the commit before; null when the field is absent
/// @param ops the record operations, paths valid and unique
/// @param rebase deprecated flag, to be ignored
/// @param tooBig deprecated flag, to be ignored
public record CommitFrame(
        Envelope envelope,
        Tid rev,
        @Nullable Tid since,
        int blocksOffset,
        int blocksLength,
        Cid commit,
        @Nullable Cid prevData,
        List<RepoOp> ops,
        boolean rebase,
        boolean tooBig)
        implements MessageFrame {
    @Override
    public MessageType type() {
        return MessageType.COMMIT;
    }
}
