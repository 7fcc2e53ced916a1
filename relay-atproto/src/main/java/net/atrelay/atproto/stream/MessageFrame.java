package net.atrelay.atproto.stream;

import net.atrelay.atproto.syntax.Did;

/// One of the four messages that speak of an account.
public sealed interface MessageFrame extends Frame permits CommitFrame, SyncFrame, IdentityFrame, AccountFrame {
    Envelope envelope();

    MessageType type();

    default Did did() {
        return envelope().did();
    }

    default long hostSeq() {
        return envelope().hostSeq();
    }

    /// Whether the frame came in canonical form. One that did not has been written anew with every field kept.
    default boolean canonical() {
        return envelope().canonical();
    }
}
