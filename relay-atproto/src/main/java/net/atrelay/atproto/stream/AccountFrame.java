package net.atrelay.atproto.stream;

import org.jspecify.annotations.Nullable;

/// An `#account` (lexicon: subscribeRepos#account).
///
/// @param envelope what all messages have
/// @param active whether the account is to be shown
/// @param status why; an open set; null when absent
public record AccountFrame(
        Envelope envelope, boolean active, @Nullable String status) implements MessageFrame {
    @Override
    public MessageType type() {
        return MessageType.ACCOUNT;
    }
}
