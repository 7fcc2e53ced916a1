package net.atrelay.verify.core;

import java.util.List;
import net.atrelay.store.account.AccountState;
import net.atrelay.store.log.PendingEvent;

/// What one input does to an account; made durable as a whole or not at all.
///
/// @param next the account's state from now on; the same object when nothing changed
/// @param verdict what became of the input
/// @param events what consumers will see, in order
/// @param requests effects to perform once the step is applied
public record Step(AccountState next, Verdict verdict, List<PendingEvent> events, List<Request> requests) {}
