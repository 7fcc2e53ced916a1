package net.atrelay.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.atrelay.atproto.car.CarRoots;
import net.atrelay.atproto.car.CarSlice;
import net.atrelay.atproto.cid.Cid;
import net.atrelay.atproto.mst.OpInversion;
import net.atrelay.atproto.mst.TreeProof;
import net.atrelay.atproto.stream.RepoOp;
import net.atrelay.atproto.stream.RepoOp.Action;
import net.atrelay.sim.repo.Block;
import net.atrelay.sim.repo.Car;
import net.atrelay.sim.repo.Commit;
import net.atrelay.sim.repo.Leaf;
import net.atrelay.sim.repo.Repo;
import net.atrelay.sim.repo.Tree;
import net.atrelay.sim.repo.Write;
import org.jspecify.annotations.Nullable;

/// A commit on a tree, some lies about it, and a slice that lacks some blocks, all chosen by the input. What the relay
/// takes for proven, the simulator's own tree finds by undoing op after op; and with all blocks at hand the relay
/// proves whatever is true.
final class InversionTarget {
    private static final int RECORDS_MAX = 80;
    private static final int WRITES_MAX = 12;
    private static final int GENERATION = 1_000;

    private final ByteSource input;
    private final Tree before;
    private final Tree after;
    private final Commit commit;

    private InversionTarget(ByteSource input) {
        this.input = input;
        before = SampleFrames.tree(input.choice(RECORDS_MAX));
        Repo repo = new Repo(SampleFrames.DID, SampleFrames.K256, before, 1, false);
        repo.commit(List.of(), 1_000);
        Repo.Draft draft = repo.draft(writes(), 2_000);
        commit = draft.commit();
        after = draft.tree();
    }

    static FuzzTarget target() {
        List<byte[]> seeds = List.of(
                new byte[0],
                new byte[] {0, 1, 0, 3},
                new byte[] {40, 3, 0, 100, 1, 7, 2, 9},
                new byte[] {70, 6, 2, 1, 2, 2, 2, 3, 0, 99, 1, 50, 2, 66, 0, 0, 0},
                new byte[] {20, 2, 2, 5, 2, 6, 1, 2, 0, 0, 4, 1, 2, 3, 4});
        return new FuzzTarget(
                "op-inversion", seeds, 100_000, bytes -> new InversionTarget(new ByteSource(bytes)).check());
    }

    private List<Write> writes() {
        List<Write> writes = new ArrayList<>();
        Set<String> touched = new HashSet<>();
        for (int i = input.choice(WRITES_MAX); i > 0; i--) {
            int kind = input.choice(3);
            String path = SampleFrames.path(input.next());
            if (!touched.add(path)) {
                continue;
            }
            if (before.find(path) == null) {
                writes.add(new Write.Create(path, SampleFrames.record(input.next())));
            } else {
                writes.add(
                        kind == 2 ? new Write.Delete(path) : new Write.Update(path, SampleFrames.record(input.next())));
            }
        }
        return writes;
    }

    private void check() {
        List<RepoOp> ops = lied(ops());
        boolean wholeSlice = input.choice(2) == 0;
        Cid claimed = input.choice(4) == 3 ? cid(after.data()) : cid(before.data());
        TreeProof proof = OpInversion.prove(slice(wholeSlice), cid(after.data()), ops, claimed);
        boolean isTrue = claimed.equals(slowlyUndone(ops));
        if (proof instanceof TreeProof.Proven) {
            assertEquals(true, isTrue, ops::toString);
        } else if (wholeSlice) {
            assertEquals(false, isTrue, () -> proof + " " + ops);
        }
    }

    private List<RepoOp> ops() {
        List<RepoOp> ops = new ArrayList<>();
        for (net.atrelay.sim.repo.RepoOp op : commit.ops()) {
            ops.add(new RepoOp(
                    Action.valueOf(op.action().toUpperCase(java.util.Locale.ROOT)),
                    op.path(),
                    cidOrNull(op.cid()),
                    cidOrNull(op.prev())));
        }
        return ops;
    }

    private List<RepoOp> lied(List<RepoOp> ops) {
        List<RepoOp> lied = new ArrayList<>(ops);
        for (int i = input.choice(4); i > 0; i--) {
            int at = lied.isEmpty() ? 0 : input.choice(lied.size());
            RepoOp one = lied.isEmpty() ? null : lied.remove(at);
            switch (input.choice(4)) {
                case 0 -> {}
                case 1 -> lied.add(shaped(input.choice(3), SampleFrames.path(input.next()), someCid(), someCid()));
                case 2 -> lied.add(shaped(input.choice(3), one == null ? "a.b.c/d" : one.path(), someCid(), someCid()));
                default -> lied.add(at, one == null ? shaped(0, "a.b.c/d", someCid(), someCid()) : one);
            }
        }
        Set<String> paths = new HashSet<>();
        lied.removeIf(op -> !paths.add(op.path()));
        return lied;
    }

    private static RepoOp shaped(int action, String path, Cid cid, Cid prev) {
        return switch (Action.values()[action]) {
            case CREATE -> new RepoOp(Action.CREATE, path, cid, null);
            case UPDATE -> new RepoOp(Action.UPDATE, path, cid, prev);
            case DELETE -> new RepoOp(Action.DELETE, path, null, prev);
        };
    }

    private Cid someCid() {
        return cid(Block.of(SampleFrames.record(input.next())).cid());
    }

    private CarSlice slice(boolean whole) {
        List<Block> blocks = new ArrayList<>();
        after.forEachNodeBlock(block -> {
            if (whole || input.choice(4) != 1) {
                blocks.add(block);
            }
        });
        Car car = new Car(after.data());
        blocks.forEach(car::add);
        return assertInstanceOf(CarSlice.class, CarSlice.parse(car.toBytes(), CarRoots.EXACTLY_ONE));
    }

    /// Root of the tree before these ops, if they can have led to the tree after; null when they cannot.
    private @Nullable Cid slowlyUndone(List<RepoOp> ops) {
        Tree tree = after;
        for (RepoOp op : ops) {
            Leaf leaf = tree.find(op.path());
            Cid there = leaf == null ? null : cid(leaf.cid());
            Cid cid = op.cid();
            if (cid == null ? there != null : !cid.equals(there)) {
                return null;
            }
            Cid prev = op.prev();
            tree = prev == null
                    ? tree.remove(op.path(), GENERATION)
                    : tree.put(op.path(), new Leaf(simCid(prev), null), GENERATION);
        }
        return cid(tree.data());
    }

    private static @Nullable Cid cidOrNull(net.atrelay.sim.repo.@Nullable Cid cid) {
        return cid == null ? null : cid(cid);
    }

    private static Cid cid(net.atrelay.sim.repo.Cid cid) {
        return java.util.Objects.requireNonNull(Cid.parse(cid.toString()));
    }

    private static net.atrelay.sim.repo.Cid simCid(Cid cid) {
        byte[] binary = cid.toBytes();
        return new net.atrelay.sim.repo.Cid(java.util.Arrays.copyOfRange(binary, binary.length - 32, binary.length));
    }
}
