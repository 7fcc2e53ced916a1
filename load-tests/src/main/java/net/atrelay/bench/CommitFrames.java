package net.atrelay.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import net.atrelay.sim.repo.Cid;
import net.atrelay.sim.repo.Commit;
import net.atrelay.sim.repo.Dag;
import net.atrelay.sim.repo.Frames;
import net.atrelay.sim.repo.Leaf;
import net.atrelay.sim.repo.Repo;
import net.atrelay.sim.repo.SigningKey;
import net.atrelay.sim.repo.TidClock;
import net.atrelay.sim.repo.Tree;
import net.atrelay.sim.repo.Write;

/// Commits of one account that creates a post at a time, as real signed frames.
///
/// @param didKey the account's key
record CommitFrames(String didKey, List<byte[]> frames) {
    private static final String DID = "did:plc:abcdefghijklmnopqrstuvwx";
    private static final String COLLECTION = "app.bsky.feed.post/";
    private static final String TIME = "2026-01-01T00:00:00.000Z";
    private static final long START_MICROS = 1_767_225_600_000_000L;
    private static final int DIGEST_BYTES = 32;

    /// Commits on top of a repo that has so many records already.
    static CommitFrames of(int records, int commits) {
        SplittableRandom random = new SplittableRandom(records);
        SigningKey key = SigningKey.k256(bytes(random));
        TreeMap<String, Leaf> leaves = new TreeMap<>();
        while (leaves.size() < records) {
            leaves.put(path(START_MICROS - 1 - (random.nextLong() >>> 20)), new Leaf(new Cid(bytes(random)), null));
        }
        Repo repo = new Repo(DID, key, Tree.of(leaves), 1, false);
        List<byte[]> frames = new ArrayList<>(commits);
        repo.commit(List.of(), START_MICROS);
        for (int i = 1; i <= commits; i++) {
            long micros = START_MICROS + i * 1_000_000L;
            Commit commit = repo.commit(List.of(new Write.Create(path(micros), post(i))), micros);
            frames.add(Frames.commit(commit, TIME).at(1_000_000L + i));
        }
        return new CommitFrames("did:key:" + key.multikey(), frames);
    }

    private static String path(long micros) {
        return COLLECTION + TidClock.of(micros, 1);
    }

    private static byte[] post(int number) {
        return new Dag(512)
                .map(4)
                .text("text")
                .text("A post of ordinary length, which says nothing that is worth a benchmark, number " + number)
                .text("$type")
                .text("app.bsky.feed.post")
                .text("langs")
                .array(1)
                .text("en")
                .text("createdAt")
                .text(TIME)
                .toBytes();
    }

    private static byte[] bytes(SplittableRandom random) {
        byte[] bytes = new byte[DIGEST_BYTES];
        random.nextBytes(bytes);
        return bytes;
    }
}
