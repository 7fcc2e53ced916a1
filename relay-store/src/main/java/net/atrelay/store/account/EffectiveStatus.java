package net.atrelay.store.account;

import org.jspecify.annotations.Nullable;

/// The hosting status that consumers are told (protocol reference §5.10): the local status, where it speaks,
/// overrides what the host says.
///
/// An active account carries no status word: consumers discard `active: true` with a word that they do not know.
///
/// @param status null for none
public record EffectiveStatus(boolean active, @Nullable String status) {
    private static final EffectiveStatus ACTIVE = new EffectiveStatus(true, null);
    private static final EffectiveStatus TAKENDOWN = new EffectiveStatus(false, "takendown");
    private static final EffectiveStatus SUSPENDED = new EffectiveStatus(false, "suspended");
    private static final EffectiveStatus THROTTLED = new EffectiveStatus(false, "throttled");

    public static EffectiveStatus of(AccountState account) {
        return of(account.local(), account.upstream());
    }

    public static EffectiveStatus of(LocalStatus local, UpstreamStatus upstream) {
        return switch (local) {
            case TAKENDOWN -> TAKENDOWN;
            case SUSPENDED -> SUSPENDED;
            case HOST_THROTTLED -> THROTTLED;
            case ACTIVE, THROTTLED -> upstream.active() ? ACTIVE : new EffectiveStatus(false, upstream.status());
        };
    }
}
