package net.atrelay.prove;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// At which steps the relay is killed and started again, decided by the seed.
///
/// @param kills in order; none overlaps the next
record Kills(List<Kill> kills) {
    private static final int AWAY_MAX = 60;
    private static final int STUMBLE_OF = 3;
    private static final int STUMBLE_MILLIS_MAX = 2_500;

    /// One of them.
    ///
    /// @param step before which it is killed
    /// @param awaySteps steps that are done while it is away
    /// @param stumbleMillis it is killed once more so long after its start, while it recovers; 0 for not
    record Kill(int step, int awaySteps, long stumbleMillis) {
        int startStep() {
            return step + awaySteps;
        }
    }

    /// One in each of as many equal parts; if there are several, the first while the first events of all accounts come
    /// in.
    static Kills of(int count, int steps, SplittableRandom random) {
        List<Kill> kills = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int from = (int) ((long) steps * i / count);
            int length = (int) ((long) steps * (i + 1) / count) - from;
            int away = random.nextInt(Math.min(AWAY_MAX, Math.max(1, length / 2)));
            int later = random.nextInt(Math.max(1, length - away));
            int step = i == 0 && count > 1 ? 0 : from + later;
            boolean stumbles = random.nextInt(STUMBLE_OF) == 0;
            kills.add(new Kill(step, away, stumbles ? 1 + random.nextInt(STUMBLE_MILLIS_MAX) : 0));
        }
        return new Kills(kills);
    }
}
