package net.atrelay.fuzz;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import net.atrelay.sim.CborWalk;
import net.atrelay.sim.repo.Block;
import net.atrelay.sim.repo.Commit;
import net.atrelay.sim.repo.Dag;
import net.atrelay.sim.repo.Frames;
import net.atrelay.sim.repo.Leaf;
import net.atrelay.sim.repo.Repo;
import net.atrelay.sim.repo.SigningKey;
import net.atrelay.sim.repo.Tree;
import net.atrelay.sim.repo.Write;

/// What the simulator's own writers make: the same repos, commits and frames in each run.
final class SampleFrames {
    static final String DID = "did:plc:abcdefghijklmnopqrstuvwx";
    static final SigningKey K256 = SigningKey.k256(scalar(7));
    static final SigningKey P256 = SigningKey.p256(scalar(9));
    static final List<Commit> COMMITS = commits();

    private static final String TIME = "2026-01-01T00:00:00.000Z";
    private static final long HOST_SEQ = 1_234;

    private SampleFrames() {}

    /// Frames of each type, and some that are not in canonical form.
    static List<byte[]> all() {
        List<byte[]> frames = new ArrayList<>(ofCommits());
        for (Frames.Layout layout : Frames.Layout.values()) {
            frames.add(Frames.commit(COMMITS.get(1), TIME, layout).at(HOST_SEQ));
        }
        frames.add(Frames.sync(COMMITS.get(1), TIME).at(HOST_SEQ));
        frames.add(Frames.identity(DID, "alice.example.com", TIME).at(HOST_SEQ));
        frames.add(Frames.identity(DID, null, TIME).at(1));
        frames.add(Frames.account(DID, "deactivated", TIME).at(HOST_SEQ));
        frames.add(Frames.account(DID, null, TIME).at(24));
        frames.add(Frames.unknown(DID, TIME).at(HOST_SEQ));
        frames.add(Frames.info("OutdatedCursor"));
        frames.add(Frames.error("FutureCursor"));
        return frames;
    }

    static List<byte[]> ofCommits() {
        List<byte[]> frames = new ArrayList<>();
        for (Commit commit : COMMITS) {
            frames.add(Frames.commit(commit, TIME).at(HOST_SEQ));
        }
        return frames;
    }

    /// The second map of each frame.
    static List<byte[]> payloads() {
        List<byte[]> payloads = new ArrayList<>();
        for (byte[] frame : all()) {
            CborWalk walk = new CborWalk(frame);
            walk.skip();
            payloads.add(Arrays.copyOfRange(frame, walk.at(), frame.length));
        }
        return payloads;
    }

    static byte[] record(long number) {
        return new Dag(32)
                .map(2)
                .text("n")
                .integer(number)
                .text("$type")
                .text("com.example.n")
                .toBytes();
    }

    static String path(int number) {
        return (number % 2 == 0 ? "app.bsky.feed.like/r" : "com.example.n/r") + number;
    }

    /// A tree of so many records.
    static Tree tree(int records) {
        TreeMap<String, Leaf> leaves = new TreeMap<>();
        for (int i = 0; i < records; i++) {
            leaves.put(path(i), new Leaf(Block.of(record(i)).cid(), null));
        }
        return Tree.of(leaves);
    }

    private static List<Commit> commits() {
        List<Commit> commits = new ArrayList<>();
        Repo first = new Repo(DID, K256, Tree.empty(), 1, false);
        commits.add(first.commit(List.of(new Write.Create(path(1), record(1))), 1_000));
        commits.add(first.commit(
                List.of(new Write.Create(path(2), record(2)), new Write.Update(path(1), record(3))), 2_000));
        Repo second = new Repo(DID, P256, tree(40), 2, false);
        commits.add(second.commit(List.of(), 1_000));
        commits.add(second.commit(List.of(new Write.Delete(path(7)), new Write.Create(path(60), record(60))), 2_000));
        commits.add(second.commit(List.of(), 3_000));
        return List.copyOf(commits);
    }

    private static byte[] scalar(int last) {
        byte[] scalar = new byte[32];
        scalar[31] = (byte) last;
        return scalar;
    }
}
