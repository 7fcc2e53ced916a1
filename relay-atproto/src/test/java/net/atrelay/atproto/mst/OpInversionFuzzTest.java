package net.atrelay.atproto.mst;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.atrelay.atproto.Seeds;
import net.atrelay.atproto.car.CarSlice;
import net.atrelay.atproto.cid.Cid;
import net.atrelay.atproto.stream.RepoOp;
import net.atrelay.atproto.stream.RepoOp.Action;
import org.junit.jupiter.api.Test;

/// Random trees and commits on them: a true slice proves its ops, and nothing proves what is not true.
class OpInversionFuzzTest {
    private static final int SEQUENCES = Integer.getInteger("atrelay.mst.sequences", 100_000);
    private static final TreeProof PROVEN = new TreeProof.Proven();

    @Test
    void aTrueCommitIsProvenAndNothingElse() {
        Seeds.forEach(SEQUENCES, random -> {
            RandomCommit commit = new RandomCommit(random);
            assertTrueSlicesProve(commit, random);
            assertPartOfASliceIsTrueOrMissing(commit, random);
            assertALieIsRefused(commit, random);
        });
    }

    private static void assertTrueSlicesProve(RandomCommit commit, Random random) {
        PlainTree after = commit.after;
        Set<Cid> sent = after.covering(commit.paths());
        sent.add(after.root);
        sent.addAll(commit.newNodes());
        assertEquals(PROVEN, prove(commit, after.slice(sent), commit.ops));
        if (random.nextInt(8) == 0) {
            CarSlice whole = after.slice(after.blocks.keySet());
            assertEquals(PROVEN, prove(commit, whole, commit.ops));
            assertNodesAreWrittenAsRead(whole);
        }
    }

    /// A slice with the new nodes only mostly suffices, one with chance nodes hardly: neither ever misleads.
    private static void assertPartOfASliceIsTrueOrMissing(RandomCommit commit, Random random) {
        Set<Cid> some = commit.newNodes();
        if (random.nextBoolean()) {
            some.addAll(commit.after.covering(commit.paths()));
            some.removeIf(_ -> random.nextInt(4) == 0);
        }
        TreeProof proof = prove(commit, commit.after.slice(some), commit.ops);
        assertTrue(
                proof.equals(PROVEN) || proof.equals(new TreeProof.Failed(TreeReason.BLOCK_MISSING)), proof::toString);
    }

    private static void assertALieIsRefused(RandomCommit commit, Random random) {
        CarSlice slice = commit.after.slice(commit.after.blocks.keySet());
        List<RepoOp> lie = new ArrayList<>(commit.ops);
        if (lie.isEmpty() || random.nextInt(8) == 0) {
            Cid other = random.nextBoolean() ? Keys.record(-1) : commit.after.root;
            if (!other.equals(commit.before.root)) {
                assertNotEquals(PROVEN, OpInversion.prove(slice, commit.after.root, lie, other));
            }
            return;
        }
        int index = random.nextInt(lie.size());
        RepoOp op = lie.remove(index);
        if (random.nextInt(4) != 0) {
            lie.add(index, bent(op, random));
        }
        // Leaving out or bending an update that changes nothing may leave what is true.
        if (op.cid() == null || !op.cid().equals(op.prev())) {
            assertNotEquals(PROVEN, prove(commit, slice, lie), op::toString);
        }
    }

    private static RepoOp bent(RepoOp op, Random random) {
        Cid other = Keys.record(-2);
        return switch (random.nextInt(3)) {
            case 0 -> new RepoOp(op.action(), op.path() + "~", op.cid(), op.prev());
            case 1 ->
                op.action() == Action.CREATE
                        ? new RepoOp(Action.UPDATE, op.path(), op.cid(), other)
                        : new RepoOp(op.action(), op.path(), op.cid(), other);
            default ->
                op.action() == Action.DELETE
                        ? new RepoOp(Action.CREATE, op.path(), op.prev(), null)
                        : new RepoOp(op.action(), op.path(), other, op.prev());
        };
    }

    /// Encoding a node that was read gives the bytes it was read from.
    private static void assertNodesAreWrittenAsRead(CarSlice slice) {
        try {
            Node root = TreeReader.read(slice, slice.root());
            if (root != null) {
                forgetLinks(root);
                assertTrue(new NodeWriter().linkOf(root).is(slice.root()));
            }
        } catch (TreeFault fault) {
            throw new AssertionError(fault.reason().name(), fault);
        }
    }

    private static void forgetLinks(Node node) {
        node.link = null;
        for (Subtree subtree : node.subtrees) {
            if (subtree instanceof Node below) {
                forgetLinks(below);
            }
        }
    }

    private static TreeProof prove(RandomCommit commit, CarSlice slice, List<RepoOp> ops) {
        return OpInversion.prove(slice, commit.after.root, ops, commit.before.root);
    }
}
