package net.atrelay.sim.repo;

import java.util.Objects;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;

/// Random leaves for tests.
final class Trees {

    private Trees() {}

    static SortedMap<String, Leaf> leaves(SplittableRandom random, int count) {
        SortedMap<String, Leaf> leaves = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            leaves.put(path(random), leaf(random));
        }
        return leaves;
    }

    static String path(SplittableRandom random) {
        return (random.nextBoolean() ? "app.bsky.feed.like/" : "com.example.n/")
                + TidClock.of(random.nextLong() >>> 12, 1);
    }

    static Leaf leaf(SplittableRandom random) {
        byte[] digest = new byte[32];
        random.nextBytes(digest);
        return new Leaf(new Cid(digest), null);
    }

    static Leaf leaf(SortedMap<String, Leaf> leaves, String path) {
        return Objects.requireNonNull(leaves.get(path));
    }
}
