package net.atrelay.atproto.mst;

import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.atrelay.atproto.Mutations;
import net.atrelay.atproto.Seeds;
import net.atrelay.atproto.car.CarSlice;
import net.atrelay.atproto.car.CarWriter;
import net.atrelay.atproto.cid.Cid;
import org.junit.jupiter.api.Test;

/// Slices with a damaged node whose hash and whose parents are made to fit, as only a host can make them.
class TreeFuzzTest {
    private static final int RUNS = 10_000;

    @Test
    void aChangedTreeIsNeverProven() {
        Seeds.forEach(RUNS, random -> {
            RandomCommit commit = new RandomCommit(random);
            CarSlice slice = damaged(commit.after, random);
            if (!slice.root().equals(commit.after.root)) {
                assertNotEquals(
                        new TreeProof.Proven(), OpInversion.prove(slice, slice.root(), commit.ops, commit.before.root));
            }
        });
    }

    /// Recursion and memory are bounded by the slice, whatever links to what.
    @Test
    void chanceBytesAreNeverATree() {
        Seeds.forEach(RUNS, random -> {
            byte[] block = new byte[random.nextInt(200)];
            random.nextBytes(block);
            Cid cid = Cid.ofDagCbor(block);
            CarSlice slice = PlainTree.parsed(new CarWriter(cid).dagCbor(block));
            assertNotEquals(new TreeProof.Proven(), OpInversion.prove(slice, cid, List.of(), cid));
        });
    }

    /// Nodes come with the ones below first, so the damage is passed on upwards in one go.
    private static CarSlice damaged(PlainTree tree, Random random) {
        List<Map.Entry<Cid, byte[]>> nodes = new ArrayList<>(tree.blocks.entrySet());
        int chosen = random.nextInt(nodes.size());
        Cid root = tree.root;
        List<byte[]> blocks = new ArrayList<>();
        byte[] from = new byte[Cid.BYTES];
        Cid to = null;
        for (int i = 0; i < nodes.size(); i++) {
            byte[] block = nodes.get(i).getValue();
            byte[] written = block.clone();
            if (i == chosen) {
                written = Mutations.damaged(block, random);
            } else if (to != null) {
                replace(written, from, to);
            }
            if (!Arrays.equals(block, written)) {
                nodes.get(i).getKey().copyTo(from, 0);
                to = Cid.ofDagCbor(written);
                root = to;
            }
            blocks.add(written);
        }
        CarWriter car = new CarWriter(root);
        blocks.forEach(car::dagCbor);
        return PlainTree.parsed(car);
    }

    private static void replace(byte[] block, byte[] from, Cid to) {
        for (int i = 0; i + from.length <= block.length; i++) {
            if (Arrays.equals(block, i, i + from.length, from, 0, from.length)) {
                to.copyTo(block, i);
            }
        }
    }
}
