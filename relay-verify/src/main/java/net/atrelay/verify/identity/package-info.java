/// Asks other servers who an account is and what hosts are: DID documents of the PLC directory and of domains, status
/// of accounts, descriptions of hosts. Owns the rules of such answers and the budgets of such questions; knows nothing
/// of frames and of what follows from an answer.
///
/// The way of a look-up: [IdentityResolver] → [Lookups] (one per DID, remembered answers) → `Lanes` (how many at
/// once) → [PlcDirectory] or [WebDomains] → `GuardedClient` → [DidDocument].
@NullMarked
package net.atrelay.verify.identity;

import org.jspecify.annotations.NullMarked;
