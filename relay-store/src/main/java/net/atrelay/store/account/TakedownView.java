package net.atrelay.store.account;

import net.atrelay.atproto.syntax.Did;
import org.jspecify.annotations.Nullable;

/// The accounts that this relay's operator has taken down or suspended: nothing of theirs is to be shown, neither live
/// nor in replay. Held in memory, from the moment that the ruling is durable. Any thread, never blocks.
///
/// Who keeps what was made of frames keeps the count of changes with it, read before the first frame was looked at:
/// while the count is the same, what was made may be shown. A ruling is in this view before its `durable` callback
/// runs.
///
/// A frame of such an account in the log is not left out when it is sent, since seqs are dense: another stands in
/// for it ([ShownFrames]).
public interface TakedownView {
    boolean isHidden(Did did);

    /// Whether no account is hidden.
    boolean isEmpty();

    /// The status that consumers are told of the account instead; null when it is not hidden.
    @Nullable
    EffectiveStatus hiddenAs(Did did);

    /// How often an account was hidden, hidden as something else or shown again since this view was made.
    long changes();
}
