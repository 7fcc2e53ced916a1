package net.atrelay.sim.repo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RepoTest {

    private static final String DID = "did:plc:abcdefghijklmnopqrstuvwx";
    private static final SigningKey KEY = SigningKey.k256(Hash.sha256("relay-vector-k256"));

    @Test
    void opsOfEveryCommitLeadBackToThePreviousRootInAnyOrderFromTheSliceAlone() {
        long seed = new Random().nextLong();
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 300; round++) {
            SortedMap<String, Leaf> leaves = Trees.leaves(random, random.nextInt(200));
            Repo repo = new Repo(DID, KEY, Tree.of(leaves), 1, false);
            repo.commit(List.of(), 1);
            for (int step = 0; step < 10; step++) {
                Commit commit = repo.commit(writes(random, leaves), 1);
                List<RepoOp> order = new ArrayList<>(commit.ops());
                Collections.shuffle(order, new Random(random.nextLong()));
                String where = "seed " + seed + " round " + round + " step " + step;
                assertEquals(commit.prevData(), new PartialTree(commit.proof()).undo(commit.data(), order), where);
                assertEquals(commit.data(), Tree.of(leaves).data(), where);
                assertEquals(commit.prevData(), rebuiltWithout(commit.ops(), leaves), where);
            }
        }
    }

    /// Some writes on the leaves, which are changed with them.
    private static List<Write> writes(SplittableRandom random, SortedMap<String, Leaf> leaves) {
        List<Write> writes = new ArrayList<>();
        List<String> old = new ArrayList<>(leaves.keySet());
        Collections.shuffle(old, new Random(random.nextLong()));
        for (int n = 1 + random.nextInt(5); n > 0; n--) {
            byte[] record =
                    new Dag(16).map(1).text("n").integer(random.nextInt()).toBytes();
            int kind = random.nextInt(3);
            if (kind == 0 || old.isEmpty()) {
                String path = Trees.path(random);
                writes.add(new Write.Create(path, record));
                leaves.put(path, Leaf.of(record));
            } else if (kind == 1) {
                String path = old.removeLast();
                writes.add(new Write.Update(path, record));
                leaves.put(path, Leaf.of(record));
            } else {
                String path = old.removeLast();
                writes.add(new Write.Delete(path));
                leaves.remove(path);
            }
        }
        return writes;
    }

    /// The root of a tree built anew from all leaves with the ops undone; shares no step with the tree's own changes.
    private static Cid rebuiltWithout(List<RepoOp> ops, SortedMap<String, Leaf> leaves) {
        SortedMap<String, Leaf> before = new TreeMap<>(leaves);
        for (RepoOp op : ops) {
            Cid prev = op.prev();
            if (prev == null) {
                before.remove(op.path());
            } else {
                before.put(op.path(), new Leaf(prev, null));
            }
        }
        return Tree.of(before).data();
    }

    @Test
    void sliceWithoutItsRootDoesNotSuffice() {
        Repo repo = new Repo(DID, KEY, Tree.empty(), 1, true);
        repo.commit(List.of(), 1);
        Commit commit = repo.commit(List.of(new Write.Create("a.b.c/d", record(1))), 2);
        PartialTree broken =
                new PartialTree(commit.proof().subList(1, commit.proof().size()));
        assertThrows(IllegalStateException.class, () -> broken.undo(commit.data(), commit.ops()));
    }

    @Test
    void firstCommitHasNoPredecessorAndSendsTheEmptyNode() {
        Commit first = new Repo(DID, KEY, Tree.empty(), 1, true).commit(List.of(), 5);
        assertEquals(null, first.since());
        assertEquals(null, first.prevData());
        assertEquals(List.of(Node.EMPTY), first.proof());
    }

    @Test
    void laterCommitWithoutOpsSendsNoNodeAndKeepsTheRoot() {
        Repo repo = new Repo(DID, KEY, Tree.empty(), 1, true);
        Commit first = repo.commit(List.of(), 5);
        Commit second = repo.commit(List.of(), 5);
        assertEquals(List.of(), second.proof());
        assertEquals(first.data(), second.data());
        assertEquals(first.rev(), second.since());
        assertTrue(second.rev().compareTo(first.rev()) > 0, second.rev());
    }

    @Test
    void draftLeavesTheRepoAsItIs() {
        Repo repo = new Repo(DID, KEY, Tree.empty(), 1, true);
        Commit first = repo.commit(List.of(), 5);
        Commit draft =
                repo.draft(List.of(new Write.Create("a.b.c/d", record(1))), 6).commit();
        assertNotEquals(first.data(), draft.data());
        assertEquals(first, repo.head());
        assertEquals(first.data(), repo.tree().data());
    }

    @Test
    void writesThatContradictTheTreeAreRefused() {
        Repo repo = new Repo(DID, KEY, Tree.empty(), 1, true);
        assertThrows(IllegalArgumentException.class, () -> repo.commit(List.of(new Write.Delete("a.b.c/d")), 1));
        repo.commit(List.of(new Write.Create("a.b.c/d", record(1))), 1);
        assertThrows(
                IllegalArgumentException.class, () -> repo.commit(List.of(new Write.Create("a.b.c/d", record(1))), 1));
    }

    @Test
    void exportHoldsTheCommitTheNodesAndTheRecords() {
        Repo repo = new Repo(DID, KEY, Tree.empty(), 1, true);
        repo.commit(List.of(new Write.Create("a.b.c/d", record(1)), new Write.Create("a.b.c/e", record(2))), 1);
        int[] blocks = {0};
        Car expected = new Car(repo.head().cid()).add(repo.head().block());
        repo.tree().forEachNodeBlock(block -> {
            expected.add(block);
            blocks[0]++;
        });
        repo.tree().forEach((_, leaf) -> expected.add(Objects.requireNonNull(leaf.block())));
        assertTrue(blocks[0] >= 1);
        assertArrayEquals(expected.toBytes(), repo.export());
    }

    private static byte[] record(int n) {
        return new Dag(16).map(1).text("n").integer(n).toBytes();
    }
}
