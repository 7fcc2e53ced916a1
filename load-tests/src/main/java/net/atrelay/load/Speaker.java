package net.atrelay.load;

import java.util.List;
import java.util.SplittableRandom;
import net.atrelay.sim.Records;
import net.atrelay.sim.SimClock;
import net.atrelay.sim.repo.Block;
import net.atrelay.sim.repo.Commit;
import net.atrelay.sim.repo.Frames;
import net.atrelay.sim.repo.Repo;
import net.atrelay.sim.repo.TidClock;
import net.atrelay.sim.repo.Write;

/// An account of the population that has begun to speak: it goes on from the commit that the relay knows of it.
/// Owned by the thread that speaks, except for [#heardInOrder].
final class Speaker {
    private static final long MILLI = 1_000;

    private final String did;
    private final int host;
    private final Repo repo;
    private final TidClock recordKeys;
    private int said;
    private int heard;

    Speaker(Population population, long number) {
        did = population.did(number);
        host = population.hostOf(number);
        repo = new Repo(did, population.key(number), population.tree(number), population.clockId(number), false);
        Commit known = new Commit(
                did,
                population.rev(number),
                population.tree(number).data(),
                new Block(population.commit(number), new byte[0]),
                null,
                null,
                List.of(),
                List.of(),
                List.of());
        repo.apply(new Repo.Draft(known, population.tree(number)));
        recordKeys = new TidClock(population.clockId(number));
    }

    int host() {
        return host;
    }

    /// Makes a commit with one new record.
    Frames.Unsequenced next(SplittableRandom random, long nowMicros) {
        String collection = Records.someCollection(random);
        String time = SimClock.text(nowMicros / MILLI);
        byte[] record = Records.of(collection, random, did, time);
        String path = collection + "/" + recordKeys.next(nowMicros);
        Commit commit = repo.commit(List.of(new Write.Create(path, record)), nowMicros);
        said++;
        return Frames.commit(commit, time);
    }

    /// The place of the commit made last among all of this account.
    int said() {
        return said;
    }

    /// Whether a commit that has come out is the one behind the last. Called by the listener alone.
    boolean heardInOrder(int place) {
        boolean isNext = place == heard + 1;
        heard = place;
        return isNext;
    }
}
