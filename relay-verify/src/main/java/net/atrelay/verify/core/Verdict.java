package net.atrelay.verify.core;

import java.util.Set;

/// What becomes of one input.
public sealed interface Verdict {
    /// Taken in; a frame's event goes out with this step.
    ///
    /// @param notices what was found odd but let pass
    record Accepted(Set<Reason> notices) implements Verdict {}

    /// Nothing new: a replay. Not the host's fault.
    record Ignored(Reason reason) implements Verdict {}

    /// Refused. Nothing of it goes out.
    record Dropped(Reason reason) implements Verdict {}

    /// Cannot be judged yet; the frame goes to the account's waiting line until `waitsFor` is answered.
    record Deferred(Request waitsFor) implements Verdict {}

    /// The account comes to a host: whether that has room for it must be said first. The step is empty; the same
    /// input is to be given again with an [Admission].
    record NeedsRoom(String host) implements Verdict {}
}
