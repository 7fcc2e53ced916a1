package net.atrelay.store.bus;

import java.util.concurrent.TimeUnit;
import net.atrelay.atproto.syntax.Did;

/// An account that has sent more than its host's tier lets one account: its host should be read no further for a while.
///
/// @param perHour frames that the tier lets one account send, as it was when that was found
/// @param untilMicros when the account will be within its rate again, by the clock that its frames were received by
public record OverRate(Did did, long perHour, long untilMicros) {
    /// The longest that there is: for one frame at the lowest rate.
    private static final long WAIT_MICROS_MAX = TimeUnit.HOURS.toMicros(1);

    /// How long the host should be left alone from now on; 0 when that is over. Bounded, whatever the clocks say.
    public long waitMicros(long nowMicros) {
        return Math.clamp(untilMicros - nowMicros, 0, WAIT_MICROS_MAX);
    }

    /// The one that takes longer.
    public static OverRate later(OverRate one, OverRate other) {
        return one.untilMicros >= other.untilMicros ? one : other;
    }
}
