package net.atrelay.store.account;

import org.jspecify.annotations.Nullable;

/// The hosting status as the account's host states it (lexicon: subscribeRepos#account).
///
/// @param active whether the host says that the account is active
/// @param status the host's word for it, kept even if unknown; null when it gave none
public record UpstreamStatus(boolean active, @Nullable String status) {
    public static final UpstreamStatus ACTIVE = new UpstreamStatus(true, null);
    public static final UpstreamStatus DELETED = new UpstreamStatus(false, "deleted");

    public boolean isDeleted() {
        return !active && "deleted".equals(status);
    }
}
