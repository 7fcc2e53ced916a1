package net.atrelay.load;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.atrelay.sim.Pace;
import net.atrelay.sim.SimClock;
import net.atrelay.sim.host.SimHost;
import org.jspecify.annotations.Nullable;

/// Lets accounts speak at a rate, whatever becomes of what they say. A share of the events is by accounts that have
/// not spoken in this run, each of which takes the place of one that has; the others are by the accounts of the
/// day.
///
/// [#begin] and [#hush] belong to one thread; a thread of its own speaks in between.
final class Talk {
    private static final long NUMBERS_STEP = 2_147_483_647L;
    private static final int PERCENT = 100;
    private static final int FORGET_EVERY = 1_024;
    private static final int FRAMES_KEPT = 256;

    private final Population population;
    private final List<SimHost> hosts;
    private final Hearing hearing;
    private final int speakersMax;
    private final SplittableRandom random;
    private final SimClock clock = SimClock.system();
    private final List<Speaker> speakers = new ArrayList<>();
    private long asked;
    private long said;
    private volatile long saidSoFar;
    private volatile long spokenSoFar;
    private long spoken;
    private int newcomersPercent;
    private @Nullable Thread thread;

    /// @param speakersMax accounts of the day
    Talk(Population population, List<SimHost> hosts, Hearing hearing, int speakersMax) {
        this.population = population;
        this.hosts = hosts;
        this.hearing = hearing;
        this.speakersMax = speakersMax;
        random = new SplittableRandom(population.realm().seed() + 1);
    }

    /// Begins to speak.
    ///
    /// @param total events; then there is silence
    /// @param newcomers percentage of events by accounts that have not spoken yet
    void begin(double perSecond, long total, int newcomers) throws InterruptedException {
        hush();
        newcomersPercent = newcomers;
        thread = Thread.ofPlatform().name("load-talk").start(() -> Pace.run(perSecond, total, this::speak));
    }

    /// Falls silent.
    void hush() throws InterruptedException {
        if (thread != null) {
            thread.interrupt();
            thread.join();
            thread = null;
        }
    }

    /// Waits until all is said.
    void await() throws InterruptedException {
        if (thread != null) {
            thread.join();
        }
    }

    /// Events said.
    long said() {
        return saidSoFar;
    }

    /// Accounts that have spoken.
    long spoken() {
        return spokenSoFar;
    }

    private void speak(int events) {
        for (int i = 0; i < events; i++) {
            speak();
            if (++said % FORGET_EVERY == 0) {
                forget();
            }
        }
        saidSoFar = said;
        spokenSoFar = spoken;
    }

    private void speak() {
        Speaker speaker = speaker();
        SimHost host = hosts.get(speaker.host());
        var frame = speaker.next(random, clock.micros());
        hearing.expect(speaker, host.append(frame, 0, null).frame());
        host.publish();
    }

    private Speaker speaker() {
        if (speakers.size() < speakersMax || random.nextInt(PERCENT) < newcomersPercent) {
            Speaker newcomer = newcomer();
            if (newcomer != null) {
                spoken++;
                admit(newcomer);
                return newcomer;
            }
        }
        return speakers.get(random.nextInt(speakers.size()));
    }

    private void admit(Speaker newcomer) {
        if (speakers.size() < speakersMax) {
            speakers.add(newcomer);
        } else {
            speakers.set(random.nextInt(speakersMax), newcomer);
        }
    }

    /// The next account that may speak, from anywhere among the DIDs; null when all have.
    private @Nullable Speaker newcomer() {
        long accounts = population.realm().accounts();
        while (asked < accounts) {
            long number = Math.floorMod(asked++ * NUMBERS_STEP, accounts);
            if (Seeding.speaks(population, number)) {
                return new Speaker(population, number);
            }
        }
        return null;
    }

    /// Lets hosts forget what has come out, and some that has is kept.
    private void forget() {
        for (int i = 0; i < hosts.size(); i++) {
            hosts.get(i).forgetAllBut(hearing.outstanding(i) + FRAMES_KEPT);
        }
    }
}
