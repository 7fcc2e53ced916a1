package net.atrelay.verify;

import java.util.Locale;
import net.atrelay.verify.core.IdentityAnswer;

/// What a look-up of a DID that was really made has given. The name in lower case is the metric label.
public enum LookupResult {
    /// A document with key and PDS.
    RESOLVED,
    /// A document without a usable key.
    KEY_MISSING,
    /// A document with a key and without a usable PDS.
    PDS_MISSING,
    TOMBSTONED,
    NOT_FOUND,
    INVALID,
    FAILED,
    /// Not asked: no room.
    RATE_LIMITED;

    private final String label = name().toLowerCase(Locale.ROOT);

    /// The metric label.
    public String label() {
        return label;
    }

    public static LookupResult of(IdentityAnswer answer) {
        return switch (answer) {
            case IdentityAnswer.Resolved resolved -> {
                if (resolved.signingKey() == null) {
                    yield KEY_MISSING;
                }
                yield resolved.pdsHost() == null ? PDS_MISSING : RESOLVED;
            }
            case IdentityAnswer.Tombstoned _ -> TOMBSTONED;
            case IdentityAnswer.NotFound _ -> NOT_FOUND;
            case IdentityAnswer.Invalid _ -> INVALID;
            case IdentityAnswer.Failed _ -> FAILED;
            case IdentityAnswer.RateLimited _ -> RATE_LIMITED;
        };
    }
}
