package net.atrelay.verify.core;

/// Whether an account's hosting status lets its commits and syncs pass (spec: account; protocol reference §5.10).
final class Hosting {
    private Hosting() {}

    /// A host that speaks for an account it has called inactive contradicts itself: it is asked once for this
    /// frame. False when the step is over.
    static boolean active(Judgement judgement) {
        judgement.tellStatusOfMove();
        switch (judgement.state().local()) {
            case ACTIVE, THROTTLED -> {}
            case TAKENDOWN, SUSPENDED -> {
                if (judgement.fails(Reason.LOCALLY_INACTIVE)) {
                    return false;
                }
            }
            case HOST_THROTTLED -> {
                if (judgement.fails(Reason.HOST_OVER_LIMIT)) {
                    return false;
                }
            }
        }
        if (judgement.state().upstream().active()) {
            return true;
        }
        if (!judgement.tried().hostStatus()) {
            judgement.waitFor(new Request.AskHostStatus(
                    judgement.state().did(), judgement.raw().host()));
            return false;
        }
        return !judgement.fails(Reason.UPSTREAM_INACTIVE);
    }
}
