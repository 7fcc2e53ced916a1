package net.atrelay.atproto.mst;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.atrelay.atproto.car.CarWriter;
import net.atrelay.atproto.cbor.CborWriter;
import net.atrelay.atproto.cid.Cid;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Each rule on nodes (protocol reference §4.5) with a tree that keeps it and one that does not.
class TreeRulesTest {
    /// In no slice.
    private static final Cid ELSEWHERE = Keys.record(999);

    private static final String LOW = Keys.ofLayer(0).getFirst();
    private static final String LOW_NEXT = Keys.ofLayer(0).get(1);
    private static final String LOW_LAST = Keys.ofLayer(0).getLast();
    private static final String MIDDLE = Keys.ofLayer(1).get(200);
    private static final String MIDDLE_NEXT = Keys.ofLayer(1).get(201);
    private static final String HIGH = Keys.ofLayer(2).get(200);

    @Test
    void aTreeOfOneNodeIsTaken() {
        assertTaken(RawNode.of(LOW, LOW_NEXT, LOW_LAST));
    }

    @Test
    void theEmptyTreeIsTakenAsRootOnly() {
        RawNode empty = new RawNode();
        assertEquals(OpInversion.EMPTY_ROOT, empty.cid());
        assertTaken(empty);
        assertRefused(TreeReason.NODE_EMPTY, RawNode.of(MIDDLE).left(empty.cid()), empty);
    }

    @Test
    void aRootThatIsNotInTheSliceIsMissing() {
        assertEquals(TreeReason.BLOCK_MISSING, reason(ELSEWHERE, List.of()));
    }

    @Test
    void anAbsentSubtreeIsTaken() {
        assertTaken(RawNode.of(MIDDLE).left(ELSEWHERE));
    }

    @Test
    void aNodeWithoutEntriesStandsInTheMiddleOnly() {
        RawNode bottom = RawNode.of(LOW);
        RawNode middle = new RawNode().left(bottom.cid());
        assertTaken(RawNode.of(HIGH).left(middle.cid()), middle, bottom);
        assertRefused(TreeReason.NODE_EMPTY, middle, bottom);
        assertRefused(TreeReason.BELOW_BOTTOM, RawNode.of(MIDDLE).left(middle.cid()), middle, bottom);
    }

    @Test
    void aSubtreeLiesExactlyOneLayerBelow() {
        RawNode bottom = RawNode.of(LOW);
        assertTaken(RawNode.of(MIDDLE).left(bottom.cid()), bottom);
        assertRefused(TreeReason.KEY_LAYER, RawNode.of(HIGH).left(bottom.cid()), bottom);
    }

    @Test
    void allKeysOfANodeHaveItsLayer() {
        assertTaken(RawNode.of(MIDDLE, MIDDLE_NEXT));
        assertRefused(TreeReason.KEY_LAYER, RawNode.of(LOW, MIDDLE));
    }

    @Test
    void nothingHangsBelowTheBottom() {
        assertRefused(TreeReason.BELOW_BOTTOM, RawNode.of(LOW).left(ELSEWHERE));
        assertRefused(TreeReason.BELOW_BOTTOM, new RawNode().entry(LOW, ELSEWHERE));
    }

    @Test
    void keysOfANodeAscend() {
        assertTaken(RawNode.of(LOW, LOW_NEXT));
        assertRefused(TreeReason.KEY_ORDER, RawNode.of(LOW_NEXT, LOW));
        assertRefused(TreeReason.KEY_ORDER, RawNode.of(LOW, LOW));
        assertRefused(TreeReason.KEY_ORDER, new RawNode().entry(0, LOW, null).entry(LOW.length() - 1, "", null));
    }

    @Test
    void keysAscendAcrossNodes() {
        RawNode first = RawNode.of(LOW);
        RawNode last = RawNode.of(LOW_LAST);
        assertTaken(new RawNode().left(first.cid()).entry(MIDDLE, last.cid()), first, last);
        assertRefused(TreeReason.KEY_ORDER, new RawNode().left(last.cid()).entry(MIDDLE, first.cid()), first, last);
        assertRefused(TreeReason.KEY_ORDER, new RawNode().entry(MIDDLE, first.cid()), first);
    }

    @Test
    void keysAscendAcrossLayers() {
        String before = Keys.ofLayer(1).getFirst();
        RawNode between = RawNode.of(Keys.ofLayer(0).get(200));
        RawNode behind = RawNode.of(LOW_LAST);
        RawNode narrow = new RawNode().entry(before, between.cid());
        RawNode wide = new RawNode().entry(before, behind.cid());
        String top = Keys.ofLayer(2).get(300);
        assertTaken(RawNode.of(top).left(narrow.cid()), narrow, between);
        assertRefused(TreeReason.KEY_ORDER, RawNode.of(top).left(wide.cid()), wide, behind);
    }

    @Test
    void theSharedPrefixIsTheLongest() {
        String shared = LOW.substring(0, LOW.length() - 1);
        assertTaken(RawNode.of(LOW, LOW_NEXT));
        assertRefused(TreeReason.KEY_PREFIX, new RawNode().entry(0, LOW, null).entry(0, shared + "~", null));
        assertRefused(TreeReason.KEY_PREFIX, new RawNode().entry(0, LOW, null).entry(LOW.length() + 1, "~", null));
        assertRefused(TreeReason.KEY_PREFIX, new RawNode().entry(0, LOW, null).entry(-1, "~", null));
        assertRefused(TreeReason.KEY_PREFIX, new RawNode().entry(0, LOW, null).entry(1L << 32, "~", null));
        assertRefused(TreeReason.KEY_PREFIX, new RawNode().entry(1, LOW, null));
    }

    @Test
    void keysHaveOneTo1024Bytes() {
        String longest = keyOfLength(TreeLimits.KEY_BYTES_MAX);
        assertTaken(RawNode.of(longest));
        assertRefused(TreeReason.KEY_LENGTH, RawNode.of(longest + "x"));
        assertRefused(
                TreeReason.KEY_LENGTH, new RawNode().entry(0, longest, null).entry(1024, "x", null));
        assertRefused(TreeReason.KEY_LENGTH, RawNode.of(""));
    }

    @Test
    void keysNeedNotBePaths() {
        assertTaken(RawNode.of("asdf"));
        RawNode binary = new RawNode()
                .entry(out -> out.mapHeader(4)
                        .text("k")
                        .bytes(binaryKeyOfLayer0())
                        .text("p")
                        .integer(0)
                        .text("t")
                        .nothing()
                        .text("v")
                        .cid(Keys.record(1)));
        assertTaken(binary);
    }

    @Test
    void aNodeHasAtMost8192Entries() {
        assertTaken(ofLayer0(TreeLimits.ENTRIES_MAX));
        assertRefused(TreeReason.NODE_ENTRIES, ofLayer0(TreeLimits.ENTRIES_MAX + 1));
    }

    @Test
    void layersEndAt64() throws TreeFault {
        TreeReader.requireLayer(TreeLimits.LAYER_MAX);
        assertEquals(
                TreeReason.LAYER_TOO_HIGH,
                assertThrows(TreeFault.class, () -> TreeReader.requireLayer(TreeLimits.LAYER_MAX + 1))
                        .reason());
    }

    @Test
    void aNodeThatStandsEverywhereIsReadOnlyAsOftenAsThereAreBlocks() {
        String top = Keys.ofLayer(2).get(10);
        RawNode middle = new RawNode().left(ELSEWHERE);
        assertTaken(RawNode.of(top).left(middle.cid()), middle);
        assertRefused(TreeReason.NODE_REPEATED, new RawNode().left(middle.cid()).entry(top, middle.cid()), middle);
    }

    @Test
    void aNodeHasExactlyItsTwoFields() {
        CborWriter third =
                new CborWriter().mapHeader(3).text("e").arrayHeader(0).text("l").nothing();
        assertForm(third.text("x").nothing());
        assertForm(new CborWriter().mapHeader(1).text("e").arrayHeader(0));
        assertForm(new CborWriter().mapHeader(2).text("l").nothing().text("e").arrayHeader(0));
        assertForm(
                new CborWriter().mapHeader(2).text("e").arrayHeader(0).text("l").integer(0));
        assertForm(new CborWriter()
                .mapHeader(2)
                .text("e")
                .arrayHeader(0)
                .text("l")
                .nothing()
                .nothing());
        assertForm(new CborWriter().arrayHeader(0));
        assertForm(new CborWriter());
    }

    @Test
    void anEntryHasExactlyItsFourFields() {
        assertTaken(new RawNode()
                .entry(out -> keyAndPrefix(out.mapHeader(4))
                        .text("t")
                        .nothing()
                        .text("v")
                        .cid(ELSEWHERE)));
        assertRefused(
                TreeReason.NODE_FORM,
                new RawNode()
                        .entry(out -> keyAndPrefix(out.mapHeader(3)).text("v").cid(ELSEWHERE)));
        assertRefused(
                TreeReason.NODE_FORM,
                new RawNode()
                        .entry(out -> keyAndPrefix(out.mapHeader(5))
                                .text("t")
                                .nothing()
                                .text("v")
                                .cid(ELSEWHERE)
                                .text("x")
                                .nothing()));
        assertRefused(
                TreeReason.NODE_FORM,
                new RawNode()
                        .entry(out -> keyAndPrefix(out.mapHeader(4))
                                .text("t")
                                .nothing()
                                .text("v")
                                .nothing()));
        // Not the shortest form of p.
        byte[] longZero = {0x18, 0};
        assertRefused(
                TreeReason.NODE_FORM,
                new RawNode()
                        .entry(out -> out.mapHeader(4)
                                .text("k")
                                .bytes(LOW.getBytes(StandardCharsets.US_ASCII))
                                .text("p")
                                .raw(longZero, 0, 2)
                                .text("t")
                                .nothing()
                                .text("v")
                                .cid(ELSEWHERE)));
    }

    @Test
    void aSubtreeIsLinkedToAsDagCborOnly() {
        assertTaken(new RawNode().entry(MIDDLE, ELSEWHERE));
        assertRefused(TreeReason.NODE_FORM, new RawNode().entry(MIDDLE, Cid.ofRaw(new byte[0])));
    }

    /// Repos may link to records of any codec; SHA-256 is asked.
    @Test
    void aRecordIsLinkedToByAnyCodec() {
        assertTaken(withValue(0x01, 0x55, 0x12, 0x20));
        assertTaken(withValue(0x01, 0xa9, 0x02, 0x12, 0x20));
        assertRefused(TreeReason.NODE_FORM, withValue(0x01, 0x71, 0x1e, 0x20));
        assertRefused(TreeReason.NODE_FORM, withValue(0x01, 0xa9, 0x12, 0x1e, 0x20));
        assertRefused(TreeReason.NODE_FORM, withValue(0x12, 0x20));
    }

    private static RawNode withValue(int... prefix) {
        byte[] cid = new byte[prefix.length + 32];
        for (int i = 0; i < prefix.length; i++) {
            cid[i] = (byte) prefix[i];
        }
        return new RawNode()
                .entry(out -> keyAndPrefix(out.mapHeader(4))
                        .text("t")
                        .nothing()
                        .text("v")
                        .link(cid, 0, cid.length));
    }

    private static CborWriter keyAndPrefix(CborWriter out) {
        return out.text("k")
                .bytes(LOW.getBytes(StandardCharsets.US_ASCII))
                .text("p")
                .integer(0);
    }

    private static RawNode ofLayer0(int count) {
        RawNode node = new RawNode();
        int added = 0;
        for (int i = 0; added < count; i++) {
            String key = "key" + (1_000_000 + i);
            if (KeyLayer.of(key.getBytes(StandardCharsets.US_ASCII)) == 0) {
                node.entry(key, null);
                added++;
            }
        }
        return node;
    }

    private static String keyOfLength(int length) {
        return "x".repeat(length);
    }

    private static byte[] binaryKeyOfLayer0() {
        byte[] key = {(byte) 0xff, 0, 0};
        while (KeyLayer.of(key) != 0) {
            key[2]++;
        }
        return key;
    }

    private static void assertForm(CborWriter block) {
        byte[] bytes = block.toBytes();
        assertEquals(TreeReason.NODE_FORM, reason(Cid.ofDagCbor(bytes), List.of(bytes)));
    }

    private static void assertTaken(RawNode root, RawNode... others) {
        assertEquals(null, reason(root, others));
    }

    private static void assertRefused(TreeReason expected, RawNode root, RawNode... others) {
        assertEquals(expected, reason(root, others));
    }

    private static @Nullable TreeReason reason(RawNode root, RawNode... others) {
        List<byte[]> blocks = new ArrayList<>();
        blocks.add(root.encoded());
        for (RawNode other : others) {
            blocks.add(other.encoded());
        }
        return reason(root.cid(), blocks);
    }

    /// Without ops the tree before is the tree itself.
    private static @Nullable TreeReason reason(Cid root, List<byte[]> blocks) {
        CarWriter car = new CarWriter(root);
        blocks.forEach(car::dagCbor);
        return switch (OpInversion.prove(PlainTree.parsed(car), root, List.of(), root)) {
            case TreeProof.Proven _ -> null;
            case TreeProof.Failed(var reason) -> reason;
        };
    }
}
