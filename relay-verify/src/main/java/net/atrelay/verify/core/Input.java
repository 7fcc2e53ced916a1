package net.atrelay.verify.core;

import net.atrelay.atproto.stream.Frame;
import net.atrelay.atproto.stream.Strictness;
import net.atrelay.store.bus.RawFrame;

/// What the fold is told of one account. Time comes with it; the fold never reads a clock.
public sealed interface Input {
    /// Wall clock, microseconds since the epoch.
    long nowMicros();

    /// `System.nanoTime()` of the receipt that caused it; goes into the events for latency only.
    long receivedNanos();

    /// A frame from a host, new or from the waiting line.
    ///
    /// @param tried what has been asked for the sake of this frame already
    record FrameInput(RawFrame raw, Frame frame, Strictness policy, Tried tried, long nowMicros) implements Input {
        @Override
        public long receivedNanos() {
            return raw.receivedNanos();
        }
    }

    /// A look-up of the account's DID came to an end.
    record IdentityAnswered(IdentityAnswer answer, long nowMicros, long receivedNanos) implements Input {}

    /// The account's host was asked for its status.
    record HostStatusAnswered(String host, HostStatusAnswer answer, long nowMicros, long receivedNanos)
            implements Input {}

    /// A frame has waited as long as it may.
    record WaitExpired(RawFrame raw, long nowMicros) implements Input {
        @Override
        public long receivedNanos() {
            return raw.receivedNanos();
        }
    }

    /// The operator takes the account down.
    record Takedown(long nowMicros, long receivedNanos) implements Input {}

    /// The operator lifts a takedown.
    record Untakedown(long nowMicros, long receivedNanos) implements Input {}

    /// Which questions have been answered for one frame: each is asked at most once.
    ///
    /// @param identity a forced refresh of the identity
    /// @param hostStatus the account's status at its host
    record Tried(boolean identity, boolean hostStatus) {
        public static final Tried NOTHING = new Tried(false, false);
    }
}
