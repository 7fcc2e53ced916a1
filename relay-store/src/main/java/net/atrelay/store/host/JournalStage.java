package net.atrelay.store.host;

/// Where on its way a host's fault was seen. Stored by their order.
public enum JournalStage {
    /// The socket ended, never came to be, or is read more slowly for one account.
    SOCKET,
    /// A frame that was not put on the bus.
    FRAME,
    /// A frame that was refused by the checks of its content.
    VERIFY,
    /// The comparison of what the host lists of its accounts with what is known of them here.
    LISTING
}
