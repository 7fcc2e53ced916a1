package net.atrelay.fanout.http;

/// What a client's bytes turned out to be.
sealed interface Arrival {
    /// A request to be answered.
    record Whole(Call call) implements Arrival {}

    /// No request, or one over a limit; what follows it on the connection is not looked at.
    ///
    /// @param refusal is a last one
    record Broken(Reply refusal) implements Arrival {}
}
