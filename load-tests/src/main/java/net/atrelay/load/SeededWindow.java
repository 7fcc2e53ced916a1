package net.atrelay.load;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.atrelay.atproto.stream.CommitFrame;
import net.atrelay.atproto.stream.FrameDecoder;
import net.atrelay.store.log.PendingEvent;

/// Events of the window that a relay begins with: real commits of some accounts, again and again. Nobody verifies what
/// is in the window, so only their number and lengths matter. Used by one thread.
final class SeededWindow {
    private static final int SPEAKERS_MAX = 1_000;

    private final List<PendingEvent> events = new ArrayList<>();

    SeededWindow(Population population, long nowMicros) {
        SplittableRandom random = new SplittableRandom(population.realm().seed());
        long accounts = population.realm().accounts();
        for (long number = 0; number < accounts && events.size() < SPEAKERS_MAX; number++) {
            if (Seeding.speaks(population, number)) {
                events.add(event(
                        new Speaker(population, number).next(random, nowMicros).at(1)));
            }
        }
    }

    private static PendingEvent event(byte[] frame) {
        if (!(FrameDecoder.decode(frame) instanceof CommitFrame commit)) {
            throw new IllegalStateException("a frame of a simulated account: no commit (expected: a sound one)");
        }
        return new PendingEvent(
                frame, commit.envelope().seqOffset(), commit.envelope().seqLength(), commit.did(), System.nanoTime());
    }

    /// The event at a place of the window.
    PendingEvent at(long place) {
        return events.get((int) (place % events.size()));
    }
}
