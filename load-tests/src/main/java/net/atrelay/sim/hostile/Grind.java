package net.atrelay.sim.hostile;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import net.atrelay.sim.repo.Block;
import net.atrelay.sim.repo.Commit;
import net.atrelay.sim.repo.Dag;
import net.atrelay.sim.repo.Hash;
import net.atrelay.sim.repo.Repo;
import net.atrelay.sim.repo.Write;

/// Sound commits that are as dear to verify as the protocol lets them be.
final class Grind {
    private static final String COLLECTION = "app.bsky.feed.post/";
    private static final int OPS = 200;
    private static final int KEY_PADDING = 480;
    /// With the commit's own blocks as many as a slice may hold.
    private static final int CRUMBS = 8_180;
    /// Of one: all together are as long as a slice may be.
    private static final int CRUMB_BYTES = 200;

    /// One in 4^5 keys lies so high in the tree that there are four nodes without an entry below it.
    private static final int LAYER_SOUGHT = 5;

    /// One in 4^9: the root, which makes all others hang on long chains.
    private static final int LAYER_OF_ROOT = 9;

    private static final byte[] RECORD =
            new Dag(64).map(1).text("$type").text("app.bsky.feed.post").toBytes();

    private Grind() {}

    /// Keys by which a tree becomes deep and thin, in order: one is the root far above all others.
    static List<String> minedKeys() {
        return Mined.KEYS;
    }

    /// Sought once for all hosts.
    private static final class Mined {
        private static final List<String> KEYS = List.copyOf(mine());
    }

    /// The same for all commits.
    private static final class Crumbs {
        private static final List<Block> BLOCKS = IntStream.range(0, CRUMBS)
                .mapToObj(i -> Block.of(new Dag(CRUMB_BYTES)
                        .bytes(Arrays.copyOf(Integer.toString(i).getBytes(StandardCharsets.US_ASCII), CRUMB_BYTES))
                        .toBytes()))
                .toList();
    }

    private static List<String> mine() {
        List<String> keys = new ArrayList<>();
        boolean hasRoot = false;
        for (int i = 0; keys.size() < OPS || !hasRoot; i++) {
            String key = COLLECTION + String.format(Locale.ROOT, "%010d", i);
            int layer = layerOf(key);
            if (layer >= LAYER_OF_ROOT && !hasRoot) {
                hasRoot = true;
                keys.add(key);
            } else if (layer >= LAYER_SOUGHT && layer < LAYER_OF_ROOT && keys.size() < OPS - 1) {
                keys.add(key);
            }
        }
        return keys;
    }

    /// Keys that are long and differ in their last bytes only.
    static List<String> longKeys() {
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < OPS; i++) {
            keys.add(COLLECTION + "a".repeat(KEY_PADDING) + String.format(Locale.ROOT, "%06d", i));
        }
        return keys;
    }

    /// Creates all records under the keys, or deletes them when they are there.
    static Commit turn(Repo repo, List<String> keys, long nowMicros) {
        boolean isThere = repo.tree().find(keys.getFirst()) != null;
        List<Write> writes = new ArrayList<>(keys.size());
        for (String key : keys) {
            writes.add(isThere ? new Write.Delete(key) : new Write.Create(key, RECORD));
        }
        return repo.commit(writes, nowMicros);
    }

    /// A commit of one record, and thousands of blocks that nothing refers to.
    static Commit crumbs(Repo repo, long nowMicros) {
        List<Block> blocks = new ArrayList<>(Crumbs.BLOCKS);
        Commit commit = turn(repo, List.of(COLLECTION + "crumb"), nowMicros);
        blocks.addAll(commit.records());
        return commit.withRecords(blocks);
    }

    private static int layerOf(String key) {
        int zeroPairs = 0;
        for (byte octet : Hash.sha256(key)) {
            if (octet != 0) {
                return zeroPairs + (Integer.numberOfLeadingZeros(octet & 0xff) - 24) / 2;
            }
            zeroPairs += 4;
        }
        return zeroPairs;
    }
}
