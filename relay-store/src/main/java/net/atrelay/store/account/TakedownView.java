package net.atrelay.store.account;

import net.atrelay.atproto.syntax.Did;
import org.jspecify.annotations.Nullable;

/// The accounts that this relay's operator has taken down or suspended: nothing of theirs is to be shown, neither live
/// nor in replay. Held in memory, from the moment that the ruling is durable. Any thread, never blocks.
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
}
