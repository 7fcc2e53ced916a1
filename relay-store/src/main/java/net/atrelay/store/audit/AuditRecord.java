package net.atrelay.store.audit;

import net.atrelay.store.host.PeerText;
import org.jspecify.annotations.Nullable;

/// One change that an operator asked for. Texts are made printable and bounded.
///
/// @param atMicros when it was asked for, microseconds since the epoch
/// @param actor name of the token that was shown
/// @param address of the client
/// @param action route without its prefix: `pds/block`
/// @param target host, domain, account or other thing that it is about; empty for none
/// @param before what held before; null where that is not told
/// @param after what is to hold; null where that is not told
/// @param outcome what came of it
/// @param detail why it was refused or failed; null for none
public record AuditRecord(
        long atMicros,
        String actor,
        String address,
        String action,
        String target,
        @Nullable String before,
        @Nullable String after,
        AuditOutcome outcome,
        @Nullable String detail) {
    private static final int NAME_LENGTH_MAX = 300;
    private static final int TEXT_LENGTH_MAX = 16_000;

    public AuditRecord {
        actor = PeerText.printable(actor, NAME_LENGTH_MAX);
        address = PeerText.printable(address, NAME_LENGTH_MAX);
        action = PeerText.printable(action, NAME_LENGTH_MAX);
        target = PeerText.printable(target, NAME_LENGTH_MAX);
        before = bounded(before);
        after = bounded(after);
        detail = bounded(detail);
    }

    /// The same change, ended.
    public AuditRecord ended(
            @Nullable String newBefore,
            @Nullable String newAfter,
            AuditOutcome newOutcome,
            @Nullable String newDetail) {
        return new AuditRecord(atMicros, actor, address, action, target, newBefore, newAfter, newOutcome, newDetail);
    }

    private static @Nullable String bounded(@Nullable String text) {
        return text == null ? null : PeerText.printable(text, TEXT_LENGTH_MAX);
    }
}
