package net.atrelay.ingest.host;

import org.jspecify.annotations.Nullable;

/// Hears of one socket's life, on its event loop: at most one `opened`, frames, then exactly one `ended`.
interface SocketListener {
    /// TLS is set up.
    default void secured() {}

    void opened();

    /// One binary message came.
    ///
    /// @param frame the copy of one binary message; now the listener's own
    /// @return why the socket must close; null to go on
    @Nullable
    SocketEnd onFrame(byte[] frame);

    void ended(SocketEnd end);
}
