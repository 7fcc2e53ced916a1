package net.atrelay.verify.core;

import net.atrelay.atproto.stream.Frame;
import net.atrelay.atproto.stream.Strictness;
import net.atrelay.store.account.LocalStatus;
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
    /// @param admission whether its host has room for the account, if it comes there with this frame
    record FrameInput(RawFrame raw, Frame frame, Strictness policy, Tried tried, long nowMicros, Admission admission)
            implements Input {
        /// Where hosts have no limits.
        public FrameInput(RawFrame raw, Frame frame, Strictness policy, Tried tried, long nowMicros) {
            this(raw, frame, policy, tried, nowMicros, Admission.ADMITTED);
        }

        public FrameInput with(Admission newAdmission) {
            return new FrameInput(raw, frame, policy, tried, nowMicros, newAdmission);
        }

        @Override
        public long receivedNanos() {
            return raw.receivedNanos();
        }
    }

    /// A look-up of the account's DID came to an end.
    record IdentityAnswered(IdentityAnswer answer, long nowMicros, long receivedNanos) implements Input {}

    /// The account's host was asked for its status.
    ///
    /// @param admission whether the host has room for the account, if it is back from deletion with this answer
    record HostStatusAnswered(
            String host, HostStatusAnswer answer, long nowMicros, long receivedNanos, Admission admission)
            implements Input {
        /// Where hosts have no limits.
        public HostStatusAnswered(String host, HostStatusAnswer answer, long nowMicros, long receivedNanos) {
            this(host, answer, nowMicros, receivedNanos, Admission.ADMITTED);
        }

        public HostStatusAnswered with(Admission newAdmission) {
            return new HostStatusAnswered(host, answer, nowMicros, receivedNanos, newAdmission);
        }
    }

    /// The account's host has listed what it has of the account's repo.
    ///
    /// @param askedAtMicros when it was asked for the list, by the wall clock
    record RepoListed(String host, ListedRepo repo, long askedAtMicros, long nowMicros, long receivedNanos)
            implements Input {}

    /// The account waited for room at this host, and there is some.
    record RoomMade(String host, long nowMicros, long receivedNanos) implements Input {}

    /// A frame has waited as long as it may.
    record WaitExpired(RawFrame raw, long nowMicros) implements Input {
        @Override
        public long receivedNanos() {
            return raw.receivedNanos();
        }
    }

    /// The operator restricts the account or lifts a restriction.
    ///
    /// @param restriction takedown, suspension or soft throttle
    /// @param holds false to lift it; another restriction stays
    record Ruling(LocalStatus restriction, boolean holds, long nowMicros, long receivedNanos) implements Input {
        public Ruling {
            if (!Restrictions.isRuling(restriction)) {
                throw new IllegalArgumentException(
                        "restriction: " + restriction + " (expected: TAKENDOWN, SUSPENDED or THROTTLED)");
            }
        }
    }

    /// Which questions have been answered for one frame: each is asked at most once.
    ///
    /// @param identity a forced refresh of the identity
    /// @param hostStatus the account's status at its host
    record Tried(boolean identity, boolean hostStatus) {
        public static final Tried NOTHING = new Tried(false, false);
    }
}
