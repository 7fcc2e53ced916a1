package net.atrelay.verify.core;

import net.atrelay.atproto.stream.AccountFrame;
import net.atrelay.atproto.stream.EncodedFrame;
import net.atrelay.atproto.stream.FrameEncoder;
import net.atrelay.atproto.stream.FrameLimits;
import net.atrelay.atproto.stream.IdentityFrame;
import net.atrelay.atproto.stream.MessageFrame;
import net.atrelay.atproto.syntax.Did;
import net.atrelay.store.account.EffectiveStatus;
import net.atrelay.store.log.PendingEvent;
import org.jspecify.annotations.Nullable;

/// The frames that go out, complete but for their seq (protocol reference §2.7). What the relay does not have to
/// change stays byte for byte as received.
final class Events {
    /// Longest encoding of a seq.
    private static final int SEQ_BYTES_MAX = 9;

    private Events() {}

    /// The frame as received; written anew, with all its fields, only where its outer map was not canonical.
    static PendingEvent passed(Judgement judgement, MessageFrame frame) {
        if (!frame.canonical()) {
            judgement.fails(Reason.NOT_CANONICAL);
        }
        return pending(frame.envelope().encoded(), frame.did(), judgement.raw().receivedNanos());
    }

    /// @param handle the handle to send on; null for none, whatever the frame has in its place
    static PendingEvent identity(Judgement judgement, IdentityFrame frame, @Nullable String handle) {
        PendingEvent passed = passed(judgement, frame);
        return handle != null
                ? passed
                : pending(FrameEncoder.withHandle(frame, null), frame.did(), passed.receivedNanos());
    }

    static PendingEvent account(Judgement judgement, AccountFrame frame, EffectiveStatus status) {
        PendingEvent passed = passed(judgement, frame);
        if (status.equals(new EffectiveStatus(frame.active(), frame.status()))) {
            return passed;
        }
        EncodedFrame encoded = FrameEncoder.withStatus(frame, status.active(), status.status());
        return pending(encoded, frame.did(), judgement.raw().receivedNanos());
    }

    /// An `#account` of the relay's own.
    static PendingEvent statusChange(Did did, EffectiveStatus status, Input input) {
        EncodedFrame encoded =
                FrameEncoder.account(did, WireTime.of(input.nowMicros()), status.active(), status.status());
        return pending(encoded, did, input.receivedNanos());
    }

    /// Whether consumers can read the event whatever seq it gets.
    static boolean fits(PendingEvent event) {
        return event.frame().length - event.seqLength() + SEQ_BYTES_MAX <= FrameLimits.EMITTED_BYTES_MAX;
    }

    private static PendingEvent pending(EncodedFrame encoded, Did did, long receivedNanos) {
        return new PendingEvent(encoded.bytes(), encoded.seqOffset(), encoded.seqLength(), did, receivedNanos);
    }
}
