package net.atrelay.sim.host;

import net.atrelay.sim.repo.Commit;
import org.jspecify.annotations.Nullable;

/// What a host can be asked about one of its accounts. Called on any thread.
public interface HostedAccount {

    /// The account.
    String did();

    /// Why the account is not active; null when it is.
    @Nullable
    String status();

    /// Its last commit.
    Commit head();

    /// Its whole repo as a CAR file.
    byte[] export();
}
