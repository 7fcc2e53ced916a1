package net.atrelay.fanout.websocket;

import io.netty.channel.Channel;
import java.util.concurrent.locks.LockSupport;

/// What tests look at on the server's side of a connection.
final class Channels {
    private Channels() {}

    /// Waits until the kernel takes no more from this channel: it is not writable, and stays at one place.
    static void awaitBacklog(Channel channel) {
        Until.holds("a backlog", () -> {
            long before = channel.bytesBeforeWritable();
            LockSupport.parkNanos(20_000_000);
            return before > 0 && before == channel.bytesBeforeWritable();
        });
    }
}
