package net.atrelay.atproto.stream;

import net.atrelay.atproto.syntax.Tid;

/// A `#sync` (lexicon: subscribeRepos#sync).
///
/// @param envelope what all messages have
/// @param rev revision of the commit in the CAR
/// @param blocksOffset where the CAR begins in the frame
/// @param blocksLength length of the CAR, bytes
public record SyncFrame(Envelope envelope, Tid rev, int blocksOffset, int blocksLength) implements MessageFrame {
    @Override
    public MessageType type() {
        return MessageType.SYNC;
    }
}
