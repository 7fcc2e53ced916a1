package net.atrelay.sim.http;

import io.netty.channel.ChannelHandler;
import org.jspecify.annotations.Nullable;

/// What stands behind a [LocalServer].
public interface Routes {

    /// Answers a GET. Runs on a virtual thread of its own and may take its time.
    Answer answer(Query query);

    /// The handler that takes over a connection after a WebSocket handshake; null refuses the upgrade. Runs on the
    /// event loop.
    default @Nullable ChannelHandler stream(Query query) {
        return null;
    }
}
