/// The stream `com.atproto.sync.subscribeRepos` as consumers read it: from the upgrade to the close.
///
/// Consumers are cursors, not queues: each knows its next seq, and takes the bytes from the encoded chunks
/// near the tip, from the hot tail, or from the log, whichever holds that seq. Knows nothing of HTTP
/// routes, of what is in a frame, or of hosts.
@NullMarked
package net.atrelay.fanout.websocket;

import org.jspecify.annotations.NullMarked;
