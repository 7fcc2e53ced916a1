package net.atrelay.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import net.atrelay.sim.host.HostedAccount;
import net.atrelay.sim.host.SimHost;
import net.atrelay.sim.repo.Commit;
import net.atrelay.sim.repo.Frames;
import net.atrelay.sim.repo.Repo;
import net.atrelay.sim.repo.TidClock;
import net.atrelay.sim.repo.Write;
import org.jspecify.annotations.Nullable;

/// An account of the simulated network. Changed only by [SimNetwork] under its lock; any thread may read the public
/// part.
public final class Account implements HostedAccount {

    private static final int PATHS_MAX = 256;

    final SplittableRandom random;
    final TidClock recordKeys;
    final Repo repo;
    private final String did;
    private final String handle;
    private final List<String> paths = new ArrayList<>();
    private volatile SimHost host;
    private volatile @Nullable String status;
    Frames.@Nullable Unsequenced lastCommit;
    int keys = 1;
    private volatile boolean isMissed;
    private long lastMillis;

    Account(String did, String handle, Repo repo, SimHost host, SplittableRandom random) {
        this.did = did;
        this.handle = handle;
        this.repo = repo;
        this.host = host;
        this.random = random;
        this.recordKeys = new TidClock(random.nextInt(1024));
    }

    @Override
    public String did() {
        return did;
    }

    /// The account's handle.
    public String handle() {
        return handle;
    }

    /// The host that has the account now.
    public SimHost host() {
        return host;
    }

    @Override
    public @Nullable String status() {
        return status;
    }

    @Override
    public Commit head() {
        return repo.head();
    }

    @Override
    public byte[] export() {
        return repo.export();
    }

    /// The collections that the account has records in.
    public SortedSet<String> collections() {
        return new TreeSet<>(pathsByCollection().keySet());
    }

    /// How many records the repo has.
    public long records() {
        long[] count = {0};
        repo.tree().forEach((_, _) -> count[0]++);
        return count[0];
    }

    /// Deletes of all records of one collection, chosen by chance among those that have so many at most; none when
    /// there is no such collection.
    List<Write> deletesOfASmallCollection(int recordsMax) {
        List<List<String>> small = pathsByCollection().values().stream()
                .filter(these -> these.size() <= recordsMax)
                .toList();
        return small.isEmpty()
                ? List.of()
                : small.get(random.nextInt(small.size())).stream()
                        .<Write>map(Write.Delete::new)
                        .toList();
    }

    private SortedMap<String, List<String>> pathsByCollection() {
        SortedMap<String, List<String>> found = new TreeMap<>();
        repo.tree()
                .forEach(
                        (path, _) -> found.computeIfAbsent(path.substring(0, path.indexOf('/')), _ -> new ArrayList<>())
                                .add(path));
        return found;
    }

    /// Whether nobody was told of one of its commits, nor of the repo's state (`#sync`) since then.
    public boolean isMissed() {
        return isMissed;
    }

    void isMissed(boolean other) {
        isMissed = other;
    }

    void host(SimHost other) {
        host = other;
    }

    void status(@Nullable String other) {
        status = other;
    }

    /// The time of the account's next frame: the clock's, but never the same twice, so that no two frames are
    /// equal.
    String nextTime(long nowMicros) {
        lastMillis = Math.max(lastMillis + 1, nowMicros / 1_000);
        return SimClock.text(lastMillis);
    }

    /// Whether the account has said nothing for a while.
    boolean isQuiet(long nowMicros, long forMillis) {
        return nowMicros / 1_000 - lastMillis > forMillis;
    }

    boolean hasPaths() {
        return !paths.isEmpty();
    }

    /// Remembers a path as one to update or delete later; of many it keeps some.
    void remember(String path) {
        if (paths.size() < PATHS_MAX) {
            paths.add(path);
        } else {
            paths.set(random.nextInt(PATHS_MAX), path);
        }
    }

    String somePath() {
        return paths.get(random.nextInt(paths.size()));
    }

    void forgetPath(String path) {
        paths.remove(path);
    }
}
