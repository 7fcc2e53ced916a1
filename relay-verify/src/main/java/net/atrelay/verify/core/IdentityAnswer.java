package net.atrelay.verify.core;

import org.jspecify.annotations.Nullable;

/// What a look-up of a DID gave (protocol reference: error classes of identity look-ups).
public sealed interface IdentityAnswer {
    /// The directory or domain has spoken; holds until it is refreshed.
    ///
    /// `startedAtMicros` is when the look-up *began*: it says nothing of a change made after that.
    sealed interface Definite extends IdentityAnswer {
        long startedAtMicros();
    }

    /// A valid document.
    ///
    /// @param signingKey did:key of the current signing key; null when the document has no usable one
    /// @param pdsHost hostname of the current PDS, lower case, with port only in development; null when it names
    ///     none
    record Resolved(@Nullable String signingKey, @Nullable String pdsHost, long startedAtMicros) implements Definite {}

    /// The DID was ended by its owner; may be undone.
    record Tombstoned(long startedAtMicros) implements Definite {}

    /// Not registered, or its domain does not exist.
    record NotFound(long startedAtMicros) implements Definite {}

    /// There is a document, but not a usable one (wrong `id`, not an object, too large).
    record Invalid(long startedAtMicros) implements Definite {}

    /// Nothing learned: timeout, 5xx, 429 of the directory, network fault. To be asked again later.
    record Failed() implements IdentityAnswer {}

    /// Not asked: the per-DID or per-host budget of forced look-ups is used up.
    record RateLimited() implements IdentityAnswer {}
}
