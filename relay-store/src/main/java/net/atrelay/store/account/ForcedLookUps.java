package net.atrelay.store.account;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which hosts have caused forced look-ups of one DID, and when each did so last. Immutable.
///
/// @param newestFirst at most [#HOSTS_MAX], each of another host; a further host pushes out the one that was first to
///     come
public record ForcedLookUps(List<ForcedLookUp> newestFirst) {
    public static final ForcedLookUps NONE = new ForcedLookUps(List.of());

    public static final int HOSTS_MAX = 4;

    public ForcedLookUps {
        newestFirst = List.copyOf(newestFirst);
    }

    /// @param host whose frame was the cause
    /// @param atMicros when the look-up was to begin at the earliest, wall clock
    public record ForcedLookUp(String host, long atMicros) {}

    /// The newest one of this host; null when none is remembered.
    public @Nullable Long atMicros(String host) {
        for (ForcedLookUp lookUp : newestFirst) {
            if (lookUp.host().equals(host)) {
                return lookUp.atMicros();
            }
        }
        return null;
    }

    public ForcedLookUps with(String host, long atMicros) {
        List<ForcedLookUp> kept = new ArrayList<>(HOSTS_MAX);
        kept.add(new ForcedLookUp(host, atMicros));
        for (ForcedLookUp other : newestFirst) {
            if (kept.size() < HOSTS_MAX && !other.host().equals(host)) {
                kept.add(other);
            }
        }
        return new ForcedLookUps(kept);
    }
}
