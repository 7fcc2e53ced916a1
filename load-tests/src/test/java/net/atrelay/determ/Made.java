package net.atrelay.determ;

import java.util.EnumSet;
import java.util.Set;
import net.atrelay.sim.repo.Commit;
import net.atrelay.verify.core.Reason;

/// A commit that an account has made, and what may become of it.
final class Made {
    final Commit commit;
    final String cid;
    final SignedPool.Key key;
    final boolean isLarge;
    /// Whether it is in the durable log.
    boolean isLogged;
    /// Whether its account has become inactive since.
    private boolean isOutdated;
    /// Why it need not come out at all; empty when it must.
    private String excuse = "";

    private final Set<Reason> excused = EnumSet.noneOf(Reason.class);
    private final Set<Reason> refusals = EnumSet.noneOf(Reason.class);

    Made(Commit commit, SignedPool.Key key) {
        this.commit = commit;
        this.cid = commit.cid().toString();
        this.key = key;
        this.isLarge = commit.records().stream().anyMatch(block -> block.bytes().length > 4_000);
    }

    /// It need not come out, because of what happened since.
    void excuse(String why) {
        if (!isLogged) {
            excuse = why;
        }
    }

    /// It may be refused for this reason.
    void excuse(Reason reason) {
        excused.add(reason);
    }

    /// The account is inactive from now on: so may say a host that is asked, ahead of its stream.
    void outdated() {
        isOutdated = true;
    }

    boolean isOutdated() {
        return isOutdated;
    }

    void refused(Reason reason) {
        refusals.add(reason);
    }

    /// Whether there is no reason why it might not come out.
    boolean isRequired() {
        return excuse.isEmpty() && excused.isEmpty();
    }

    /// Whether it is missing from the log for no reason that there is.
    boolean isLost() {
        return !isLogged && excuse.isEmpty() && refusals.stream().noneMatch(excused::contains);
    }

    @Override
    public String toString() {
        return "rev " + commit.rev() + " logged " + isLogged + " refused for " + refusals + ", excused " + excused + " "
                + excuse;
    }
}
