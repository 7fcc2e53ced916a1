package net.atrelay.verify.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;

/// What tests expect of a step.
final class Verdicts {
    private Verdicts() {}

    /// Taken in, with exactly these notices, and one event out.
    static void assertAccepted(Step step, Reason... notices) {
        assertEquals(new Verdict.Accepted(Set.of(notices)), step.verdict());
        assertEquals(1, step.events().size(), "events");
    }

    static void assertDropped(Reason reason, Step step) {
        assertEquals(new Verdict.Dropped(reason), step.verdict());
        assertTrue(step.events().isEmpty(), "a dropped frame has no event");
    }

    static void assertIgnored(Reason reason, Step step) {
        assertEquals(new Verdict.Ignored(reason), step.verdict());
        assertTrue(step.events().isEmpty(), "an ignored frame has no event");
    }

    static Request.ResolveIdentity assertWaitsForIdentity(Step step) {
        assertTrue(step.events().isEmpty(), "a deferred frame has no event");
        Verdict.Deferred deferred = assertInstanceOf(Verdict.Deferred.class, step.verdict());
        assertTrue(step.requests().contains(deferred.waitsFor()), "what is waited for is asked for");
        return assertInstanceOf(Request.ResolveIdentity.class, deferred.waitsFor());
    }

    static Request.AskHostStatus assertWaitsForHostStatus(Step step) {
        assertTrue(step.events().isEmpty(), "a deferred frame has no event");
        Verdict.Deferred deferred = assertInstanceOf(Verdict.Deferred.class, step.verdict());
        assertTrue(step.requests().contains(deferred.waitsFor()), "what is waited for is asked for");
        return assertInstanceOf(Request.AskHostStatus.class, deferred.waitsFor());
    }
}
