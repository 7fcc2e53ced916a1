package net.atrelay.store.account;

import org.jspecify.annotations.Nullable;

/// What the relay knows of an account's DID document, and how fresh it is.
///
/// @param kind what the last definite answer was
/// @param signingKey did:key of the current signing key; null when the document has no usable one
/// @param pdsHost hostname of the current PDS (port only in development); null when the document names none
/// @param fetchedAtMicros when the look-up that gave this *began*
/// @param purgedAtMicros when it was last declared doubtful (`#identity`); doubtful while later than `fetchedAtMicros`;
/// 0 never
/// @param forced the forced refreshes that were asked for last, by the host that caused each
public record IdentityRecord(
        Kind kind,
        @Nullable String signingKey,
        @Nullable String pdsHost,
        long fetchedAtMicros,
        long purgedAtMicros,
        ForcedLookUps forced) {
    /// One of which no refresh was ever forced.
    public IdentityRecord(
            Kind kind,
            @Nullable String signingKey,
            @Nullable String pdsHost,
            long fetchedAtMicros,
            long purgedAtMicros) {
        this(kind, signingKey, pdsHost, fetchedAtMicros, purgedAtMicros, ForcedLookUps.NONE);
    }

    public IdentityRecord purged(long atMicros) {
        return new IdentityRecord(kind, signingKey, pdsHost, fetchedAtMicros, atMicros, forced);
    }

    public IdentityRecord forcedBy(String host, long atMicros) {
        return new IdentityRecord(
                kind, signingKey, pdsHost, fetchedAtMicros, purgedAtMicros, forced.with(host, atMicros));
    }

    /// Whether it was declared doubtful after the look-up behind it began.
    public boolean doubtful() {
        return purgedAtMicros > fetchedAtMicros;
    }

    /// The class of a definite answer (protocol reference: error classes of identity look-ups).
    public enum Kind {
        RESOLVED,
        TOMBSTONED,
        NOT_FOUND,
        INVALID_DOCUMENT
    }
}
