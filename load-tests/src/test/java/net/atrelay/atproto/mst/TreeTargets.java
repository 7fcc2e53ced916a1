package net.atrelay.atproto.mst;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import net.atrelay.atproto.car.CarRoots;
import net.atrelay.atproto.car.CarSlice;
import net.atrelay.atproto.car.CarWriter;
import net.atrelay.atproto.cbor.Extent;
import net.atrelay.atproto.cbor.MalformedCbor;
import net.atrelay.atproto.cid.Cid;
import net.atrelay.fuzz.ByteSource;
import net.atrelay.fuzz.FuzzTarget;
import net.atrelay.sim.repo.Block;
import net.atrelay.sim.repo.Leaf;
import net.atrelay.sim.repo.Tree;
import org.jspecify.annotations.Nullable;

/// Nodes and trees of them, against the simulator's own trees.
public final class TreeTargets {
    private static final int BLOCKS_MAX = 32;
    /// What a link to a node looks like in front of its digest.
    private static final byte[] LINK = {(byte) 0xd8, 0x2a, 0x58, 0x25, 0x00, 0x01, 0x71, 0x12, 0x20};
    private static final int DIGEST_BYTES = 32;

    private TreeTargets() {}

    public static List<FuzzTarget> all() {
        return List.of(
                new FuzzTarget("mst-node", nodes(), 2_000, TreeTargets::nodesHaveOneForm),
                new FuzzTarget("mst", trees(), 10_000, TreeTargets::treesHaveOneForm));
    }

    private static List<byte[]> nodes() {
        List<byte[]> nodes = new ArrayList<>();
        for (int records : new int[] {0, 1, 3, 40, 200}) {
            tree(records).forEachNodeBlock(block -> nodes.add(block.bytes()));
        }
        return nodes;
    }

    /// Whatever is taken for a node would be written as the same bytes.
    private static void nodesHaveOneForm(byte[] input) {
        NodeBlock block;
        try {
            block = NodeBlock.read(input, Extent.of(0, input.length));
        } catch (TreeFault | MalformedCbor refused) {
            return;
        }
        @Nullable Subtree[] subtrees = new @Nullable Subtree[block.links().length];
        for (int i = 0; i < subtrees.length; i++) {
            Link link = block.links()[i];
            subtrees[i] = link == null ? null : new Stub(link);
        }
        Node node = new Node(0, block.keys(), block.values(), subtrees, null);
        assertTrue(new NodeWriter().linkOf(node).is(Cid.ofDagCbor(input)));
        for (int i = 1; i < node.size(); i++) {
            assertTrue(Arrays.compareUnsigned(node.keys[i - 1], node.keys[i]) < 0);
        }
    }

    /// Each tree as its blocks, root first, where a link holds the number of the block that it leads to.
    private static List<byte[]> trees() {
        List<byte[]> seeds = new ArrayList<>();
        for (int records : new int[] {0, 1, 2, 5, 20, 60}) {
            List<Block> blocks = new ArrayList<>();
            tree(records).forEachNodeBlock(blocks::add);
            ByteArrayOutputStream seed = new ByteArrayOutputStream();
            for (Block block : blocks) {
                byte[] numbered = numbered(block.bytes(), blocks);
                seed.write(numbered.length >> 8);
                seed.write(numbered.length);
                seed.writeBytes(numbered);
            }
            seeds.add(seed.toByteArray());
        }
        return seeds;
    }

    private static byte[] numbered(byte[] node, List<Block> blocks) {
        byte[] numbered = node.clone();
        for (int at = 0; at + LINK.length + DIGEST_BYTES <= node.length; at++) {
            int from = at + LINK.length;
            for (int i = 0; i < Math.min(BLOCKS_MAX, blocks.size()); i++) {
                byte[] digest = blocks.get(i).cid().digest();
                if (isLink(node, at) && Arrays.equals(node, from, from + DIGEST_BYTES, digest, 0, DIGEST_BYTES)) {
                    Arrays.fill(numbered, from, from + DIGEST_BYTES, (byte) 0);
                    numbered[from] = (byte) i;
                }
            }
        }
        return numbered;
    }

    private static boolean isLink(byte[] bytes, int at) {
        return Arrays.equals(bytes, at, at + LINK.length, LINK, 0, LINK.length);
    }

    /// A tree that is taken and seen whole is the one that anybody builds of its records.
    private static void treesHaveOneForm(byte[] input) {
        List<byte[]> blocks = linked(new ByteSource(input));
        if (blocks.isEmpty()) {
            return;
        }
        CarWriter car = new CarWriter(Cid.ofDagCbor(blocks.getFirst()));
        blocks.forEach(car::dagCbor);
        CarSlice slice = assertInstanceOf(CarSlice.class, CarSlice.parse(car.toBytes(), CarRoots.EXACTLY_ONE));
        Node root;
        try {
            root = TreeReader.read(slice, slice.root());
        } catch (TreeFault refused) {
            return;
        }
        TreeMap<String, Leaf> leaves = new TreeMap<>();
        if (collect(root, leaves)) {
            assertEquals(Tree.of(leaves).data().toString(), slice.root().toString());
        }
    }

    /// The blocks with true links: those behind a block are numbered from it on, so that nothing leads in a circle.
    private static List<byte[]> linked(ByteSource input) {
        List<byte[]> blocks = new ArrayList<>();
        while (!input.atEnd() && blocks.size() < BLOCKS_MAX) {
            blocks.add(input.take(input.next() << 8 | input.next()));
        }
        for (int i = blocks.size() - 1; i >= 0; i--) {
            byte[] block = blocks.get(i);
            for (int at = 0; at + LINK.length + DIGEST_BYTES <= block.length; at++) {
                int from = at + LINK.length;
                int to = block[from] & 0xff;
                if (isLink(block, at) && block[from + 1] == 0 && to > i && to < blocks.size()) {
                    byte[] binary = Cid.ofDagCbor(blocks.get(to)).toBytes();
                    System.arraycopy(binary, binary.length - DIGEST_BYTES, block, from, DIGEST_BYTES);
                }
            }
        }
        return blocks;
    }

    /// Whether all is seen, and all records are of the kind that the simulator knows.
    private static boolean collect(@Nullable Subtree subtree, SortedMap<String, Leaf> leaves) {
        if (!(subtree instanceof Node node)) {
            return subtree == null;
        }
        boolean isWhole = collect(node.subtrees[0], leaves);
        for (int i = 0; i < node.size() && isWhole; i++) {
            String key = new String(node.keys[i], StandardCharsets.ISO_8859_1);
            Link value = node.values[i];
            isWhole = key.chars().allMatch(c -> c < 0x80)
                    && value.length() == Cid.BYTES
                    && Cid.isDagCbor(value.bytes(), value.offset());
            if (isWhole) {
                int digest = value.offset() + Cid.BYTES - DIGEST_BYTES;
                leaves.put(
                        key,
                        new Leaf(
                                new net.atrelay.sim.repo.Cid(
                                        Arrays.copyOfRange(value.bytes(), digest, digest + DIGEST_BYTES)),
                                null));
                isWhole = collect(node.subtrees[i + 1], leaves);
            }
        }
        return isWhole;
    }

    private static Tree tree(int records) {
        TreeMap<String, Leaf> leaves = new TreeMap<>();
        for (int i = 0; i < records; i++) {
            leaves.put("com.example.n/r" + i, Leaf.of(new byte[] {(byte) i}));
        }
        return Tree.of(leaves);
    }
}
