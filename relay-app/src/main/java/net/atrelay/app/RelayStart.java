package net.atrelay.app;

import net.atrelay.app.config.RelayConfig;
import net.atrelay.store.FatalHandler;

/// How `relay run` starts a relay.
@FunctionalInterface
interface RelayStart {
    /// Returns when all of it runs.
    ///
    /// @return stops it
    EmbeddedRelay start(RelayConfig config, FatalHandler fatal);
}
