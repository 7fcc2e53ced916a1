/// Frames of the event stream `com.atproto.sync.subscribeRepos`: decoding what hosts send, and the bytes that we emit.
/// Judges one frame by itself: order, identity and repo state are judged by those who hold that state.
@NullMarked
package net.atrelay.atproto.stream;

import org.jspecify.annotations.NullMarked;
