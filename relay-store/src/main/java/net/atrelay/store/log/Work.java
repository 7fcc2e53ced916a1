package net.atrelay.store.log;

/// What the appender thread takes from its inbox, in the order of arrival for each sender.
sealed interface Work permits Outcome, HostPut, HostBegun, Followed, HostLeft {
    /// About how many bytes it adds to a batch.
    long weightBytes();
}
