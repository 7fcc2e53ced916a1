package net.atrelay.atproto.stream;

import org.jspecify.annotations.Nullable;

/// An `#identity` (lexicon: subscribeRepos#identity).
///
/// @param envelope what all messages have
/// @param handle the handle as received, valid; null when absent or when it is no handle
public record IdentityFrame(Envelope envelope, @Nullable String handle) implements MessageFrame {
    @Override
    public MessageType type() {
        return MessageType.IDENTITY;
    }
}
