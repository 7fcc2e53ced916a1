package net.atrelay.verify.core;

import net.atrelay.atproto.syntax.Did;

/// An effect that the fold asks for. The answer comes back as an [Input] for the same account.
public sealed interface Request {
    Did did();

    /// Look up the DID document.
    ///
    /// @param forced what is known is contradicted: ask anew, at the cost of `causedByHost`
    /// @param notBeforeMicros the look-up must not have begun earlier
    record ResolveIdentity(Did did, boolean forced, long notBeforeMicros, String causedByHost) implements Request {}

    /// Ask the account's host for its status (lexicon: com.atproto.sync.getRepoStatus).
    record AskHostStatus(Did did, String host) implements Request {}
}
