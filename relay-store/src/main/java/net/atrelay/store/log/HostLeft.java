package net.atrelay.store.log;

import java.util.concurrent.CompletableFuture;

/// A host is read by another node from now on: its progress here is forgotten. None of its frames is in flight.
///
/// @param done completed on the appender thread once what came before is durable
record HostLeft(String host, CompletableFuture<Void> done) implements Work {
    @Override
    public long weightBytes() {
        return 0;
    }
}
