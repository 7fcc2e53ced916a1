package net.atrelay.atproto.stream;

import org.jspecify.annotations.Nullable;

/// An `#identity` (lexicon: subscribeRepos#identity). Its bytes may hold a `handle` that is none, so it is sent on by
/// [FrameEncoder#withHandle(IdentityFrame, String)] and not as it is.
///
/// @param envelope what all messages have
/// @param handle the handle as received, valid; null when absent or when it is no handle
public record IdentityFrame(Envelope envelope, @Nullable String handle) implements MessageFrame {
    @Override
    public MessageType type() {
        return MessageType.IDENTITY;
    }
}
