package net.atrelay.sim.repo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import net.atrelay.atproto.crypto.SignatureVerifiers;
import net.atrelay.atproto.stream.CommitFrame;
import net.atrelay.atproto.stream.FrameDecoder;
import net.atrelay.atproto.stream.Strictness;
import net.atrelay.verify.core.Reason;
import net.atrelay.verify.core.RepoProofs.Proof;
import net.atrelay.verify.proof.RepoProver;
import org.junit.jupiter.api.Test;

/// The simulator's own writer of trees and slices against the relay's reader: they share no code, so what one
/// writes and the other proves is right in both or wrong in both alike.
class RelayProofsFuzzTest {
    private static final String DID = "did:plc:abcdefghijklmnopqrstuvwx";
    private static final String TIME = "2026-01-01T00:00:00.000Z";
    private static final int REPOS = 100;
    private static final int COMMITS_PER_REPO = 40;
    private static final Cid ELSEWHERE = Cid.of(new byte[] {1});

    private final RepoProver prover = new RepoProver(SignatureVerifiers.best());

    @Test
    void whatTheSimulatorCommitsIsProven() {
        long seed = new Random().nextLong();
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < REPOS; i++) {
            String where = "seed " + seed + " repo " + i;
            SigningKey key = SigningKey.k256(Hash.sha256(where));
            String didKey = "did:key:" + key.multikey();
            Repo repo = new Repo(DID, key, beginning(random), 1, false);
            for (int j = 0; j < COMMITS_PER_REPO; j++) {
                Commit commit = repo.commit(j == 0 ? List.of() : writes(random, repo.tree()), j);
                Cid prevData = commit.prevData();
                if (prevData == null && !commit.data().equals(Tree.empty().data())) {
                    continue;
                }
                assertProven(commit, didKey, where);
                assertLiesAreRefused(commit, didKey, random, where);
            }
        }
    }

    private void assertProven(Commit commit, String didKey, String where) {
        Proof.Proven proven = assertInstanceOf(Proof.Proven.class, proof(commit, didKey), where);
        assertEquals(commit.data().toString(), proven.data().toString(), where);
        assertEquals(commit.cid().toString(), proven.commit().toString(), where);
        assertEquals(Set.of(), proven.notices(), where);
    }

    private void assertLiesAreRefused(Commit commit, String didKey, SplittableRandom random, String where) {
        assertEquals(new Proof.Refused(Reason.INVERSION_FAILED), proof(commit.withPrevData(ELSEWHERE), didKey), where);
        if (commit.ops().isEmpty()) {
            return;
        }
        List<RepoOp> fewer = new ArrayList<>(commit.ops());
        RepoOp removed = fewer.remove(random.nextInt(fewer.size()));
        // An update to the record that was there already changes nothing, and need not be told.
        if (removed.cid() == null || !removed.cid().equals(removed.prev())) {
            assertEquals(
                    new Proof.Refused(Reason.INVERSION_FAILED),
                    proof(commit.withOps(fewer), didKey),
                    () -> where + " without " + removed);
        }
        List<Block> nodes = new ArrayList<>(commit.proof());
        nodes.remove(0);
        assertEquals(new Proof.Refused(Reason.INVERSION_FAILED), proof(commit.withProof(nodes), didKey), where);
    }

    private Proof proof(Commit commit, String didKey) {
        byte[] bytes = Frames.commit(commit, TIME).at(1);
        CommitFrame frame = assertInstanceOf(CommitFrame.class, FrameDecoder.decode(bytes));
        return prover.ofCommit(frame, didKey, Strictness.STRICT);
    }

    private static Tree beginning(SplittableRandom random) {
        return random.nextInt(4) == 0 ? Tree.empty() : Tree.of(Trees.leaves(random, random.nextInt(300)));
    }

    /// Up to ten writes, and now and then deletes of all there is.
    private static List<Write> writes(SplittableRandom random, Tree tree) {
        TreeMap<String, Leaf> leaves = new TreeMap<>();
        tree.forEach(leaves::put);
        List<Write> writes = new ArrayList<>();
        if (leaves.size() < 100 && random.nextInt(20) == 0) {
            leaves.keySet().forEach(path -> writes.add(new Write.Delete(path)));
        }
        Set<String> touched = new HashSet<>(leaves.size());
        writes.forEach(write -> touched.add(write.path()));
        for (int i = random.nextInt(10); i > 0; i--) {
            String path = Trees.path(random);
            String near = random.nextBoolean() ? leaves.floorKey(path) : leaves.ceilingKey(path);
            if (near == null || random.nextInt(3) == 0) {
                writes.add(new Write.Create(path, record(random)));
            } else if (touched.add(near)) {
                assertNotNull(leaves.get(near));
                writes.add(random.nextInt(3) == 0 ? new Write.Update(near, record(random)) : new Write.Delete(near));
            }
        }
        return writes;
    }

    private static byte[] record(SplittableRandom random) {
        return new Dag(32).map(1).text("n").integer(random.nextInt(1_000)).toBytes();
    }
}
