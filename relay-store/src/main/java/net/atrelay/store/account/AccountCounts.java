package net.atrelay.store.account;

/// The accounts of each host, counted by status; written in the same batch as the states that they count, so exact
/// at every moment and after every crash. Reads block: platform threads only.
public interface AccountCounts {
    /// Of the accounts that are attributed to this host now.
    HostAccountCounts counts(String hostname);

    /// Of all hosts together. Reads one record a host.
    HostAccountCounts totals();

    /// How many accounts began to take up room at the host on that day, those that left again included.
    ///
    /// @param day days since the epoch, UTC
    long admittedOn(String hostname, long day);
}
