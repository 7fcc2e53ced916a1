package net.atrelay.atproto.mst;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import net.atrelay.atproto.car.CarSlice;
import net.atrelay.atproto.cid.Cid;
import net.atrelay.atproto.stream.RepoOp;
import net.atrelay.atproto.stream.RepoOp.Action;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What ops on a tree prove, and what they do not (protocol reference §5.3).
class OpInversionTest {
    private static final Cid OLD = Keys.record(1);
    private static final Cid NEW = Keys.record(2);
    private static final String LOW = Keys.ofLayer(0).get(10);
    private static final String LOW_TOO = Keys.ofLayer(0).get(300);
    private static final String HIGH = Keys.ofLayer(3).get(200);

    private final TreeMap<String, Cid> before = new TreeMap<>();
    private final TreeMap<String, Cid> after = new TreeMap<>();

    OpInversionTest() {
        for (int i = 0; i < 40; i++) {
            before.put(Keys.ofLayer(i % 3).get(20 + 7 * i), OLD);
        }
        after.putAll(before);
    }

    @Test
    void aCreateIsUndone() {
        after.put(LOW, NEW);
        assertEquals(null, reason(create(LOW, NEW)));
        assertEquals(TreeReason.OPS_UNTRUE, reason(create(LOW, OLD)));
        assertEquals(TreeReason.OPS_UNTRUE, reason(create(LOW_TOO, NEW)));
    }

    @Test
    void anUpdateIsUndone() {
        String path = before.firstKey();
        after.put(path, NEW);
        assertEquals(null, reason(update(path, NEW, OLD)));
        assertEquals(TreeReason.OPS_UNTRUE, reason(update(path, OLD, OLD)));
        assertEquals(TreeReason.ROOT_DIFFERS, reason(update(path, NEW, Keys.record(3))));
        assertEquals(TreeReason.OPS_UNTRUE, reason(update(LOW_TOO, NEW, OLD)));
    }

    @Test
    void aDeleteIsUndone() {
        String path = before.lastKey();
        after.remove(path);
        assertEquals(null, reason(delete(path, OLD)));
        assertEquals(TreeReason.ROOT_DIFFERS, reason(delete(path, NEW)));
        assertEquals(TreeReason.OPS_UNTRUE, reason(delete(after.lastKey(), OLD)));
    }

    @Test
    void aDeleteAmongOtherKeysIsUndone() {
        for (String path : before.keySet()) {
            after.remove(path);
            assertEquals(null, reason(delete(path, OLD)), path);
            after.put(path, OLD);
        }
    }

    /// Hosts write such an op when a record is written with the content that it had.
    @Test
    void anUpdateToTheSameRecordChangesNothing() {
        String path = before.firstKey();
        assertEquals(null, reason(update(path, OLD, OLD)));
        assertEquals(TreeReason.OPS_UNTRUE, reason(update(path, NEW, NEW)));
    }

    @Test
    void everyOpIsNeeded() {
        after.put(LOW, NEW);
        after.put(LOW_TOO, NEW);
        assertEquals(null, reason(create(LOW, NEW), create(LOW_TOO, NEW)));
        assertEquals(null, reason(create(LOW_TOO, NEW), create(LOW, NEW)));
        assertEquals(TreeReason.ROOT_DIFFERS, reason(create(LOW, NEW)));
    }

    @Test
    void aPathTwiceIsUntrue() {
        after.put(LOW, NEW);
        assertEquals(TreeReason.OPS_UNTRUE, reason(create(LOW, NEW), create(LOW, NEW)));
        assertEquals(TreeReason.OPS_UNTRUE, reason(create(LOW, NEW), update(LOW, NEW, OLD)));
        assertEquals(TreeReason.OPS_UNTRUE, reason(delete(LOW_TOO, OLD), delete(LOW_TOO, OLD)));
    }

    @Test
    void aKeyAboveTheRootSplitsTheTree() {
        after.put(HIGH, NEW);
        assertEquals(null, reason(create(HIGH, NEW)));
        after.remove(HIGH);
        before.put(HIGH, OLD);
        assertEquals(null, reason(delete(HIGH, OLD)));
    }

    @Test
    void theFirstCommitStartsFromTheEmptyTree() {
        before.clear();
        after.clear();
        after.put(LOW, NEW);
        after.put(HIGH, NEW);
        assertEquals(null, reason(create(LOW, NEW), create(HIGH, NEW)));
        assertEquals(TreeReason.ROOT_DIFFERS, reason(create(LOW, NEW), update(HIGH, NEW, OLD)));
        assertEquals(TreeReason.ROOT_DIFFERS, reason(create(LOW, NEW), create(HIGH, NEW), delete(LOW_TOO, OLD)));
    }

    @Test
    void deletingEverythingIsUndone() {
        after.clear();
        RepoOp[] ops = before.keySet().stream().map(path -> delete(path, OLD)).toArray(RepoOp[]::new);
        assertEquals(null, reason(ops));
    }

    /// A tree without keys has no layer: the next key brings its own, higher or lower than what was there.
    @Test
    void anEmptiedTreeTakesTheLayerOfTheNextKey() {
        for (String[] keys : List.of(new String[] {LOW, HIGH}, new String[] {HIGH, LOW})) {
            before.clear();
            after.clear();
            before.put(keys[0], OLD);
            after.put(keys[1], NEW);
            CarSlice slice = new PlainTree(after).slice(new PlainTree(after).blocks.keySet());
            Undo create = new Undo(Change.inOrder(List.of(create(keys[1], NEW)))[0]);
            Undo delete = new Undo(Change.inOrder(List.of(delete(keys[0], OLD)))[0]);
            assertEquals(null, reason(slice, create(keys[1], NEW), delete(keys[0], OLD)));
            assertEquals(new PlainTree(before).root, undone(slice, create, delete));
        }
    }

    /// What is left of the tree is one subtree that the slice need not hold: its CID is the answer. A change
    /// that has to look into it fails.
    @Test
    void theRootIsTrimmedDownToAStub() {
        before.keySet().removeIf(key -> key.compareTo(HIGH) > 0);
        after.clear();
        after.putAll(before);
        after.put(HIGH, NEW);
        PlainTree tree = new PlainTree(after);
        Cid left = new PlainTree(before).root;
        assertEquals(true, tree.blocks.containsKey(left));
        Set<Cid> without = tree.covering(List.of(HIGH));
        without.remove(left);
        CarSlice slice = tree.slice(without);
        assertEquals(null, reason(slice, create(HIGH, NEW)));
        String inside = before.firstKey();
        assertEquals(TreeReason.BLOCK_MISSING, reason(slice, create(HIGH, NEW), update(inside, OLD, OLD)));
        assertEquals(TreeReason.BLOCK_MISSING, reason(slice, create(HIGH, NEW), delete(HIGH + "~", OLD)));
    }

    /// A stub may be a node without entries, below which the root would lie.
    @Test
    void aStubThatHidesTheRootProvesNothing() {
        before.clear();
        before.put(Keys.ofLayer(0).getFirst(), OLD);
        after.clear();
        after.putAll(before);
        after.put(HIGH, NEW);
        PlainTree tree = new PlainTree(after);
        assertEquals(TreeReason.BLOCK_MISSING, reason(tree.slice(List.of(tree.root)), create(HIGH, NEW)));
        assertEquals(null, reason(create(HIGH, NEW)));
    }

    @Test
    void aSliceThatLacksAnEnteredNodeProvesNothing() {
        after.put(HIGH, NEW);
        PlainTree tree = new PlainTree(after);
        assertEquals(TreeReason.BLOCK_MISSING, reason(tree.slice(List.of(tree.root)), create(HIGH, NEW)));
        assertEquals(TreeReason.BLOCK_MISSING, reason(tree.slice(List.of()), create(HIGH, NEW)));
        assertEquals(null, reason(tree.slice(tree.covering(List.of(HIGH))), create(HIGH, NEW)));
    }

    /// An op that is seen to be untrue outweighs one whose node is missing, in either order.
    @Test
    void untruthOutweighsAbsence() {
        after.put(HIGH, NEW);
        PlainTree tree = new PlainTree(after);
        CarSlice slice = tree.slice(List.of(tree.root));
        assertEquals(TreeReason.BLOCK_MISSING, reason(slice, create(LOW, NEW)));
        assertEquals(TreeReason.OPS_UNTRUE, reason(slice, create(LOW, NEW), create(HIGH, OLD)));
        assertEquals(TreeReason.OPS_UNTRUE, reason(slice, create(HIGH, OLD), create(LOW_TOO, NEW)));
    }

    @Test
    void withoutPreviousRecordsOnlyThePresentIsChecked() {
        String path = before.firstKey();
        after.put(path, NEW);
        assertEquals(TreeReason.PREVIOUS_MISSING, reason(new RepoOp(Action.UPDATE, path, NEW, null)));
        assertEquals(TreeReason.OPS_UNTRUE, reason(new RepoOp(Action.UPDATE, path, OLD, null)));
        // Nothing is there now, which is all that can be seen of it.
        assertEquals(TreeReason.PREVIOUS_MISSING, reason(new RepoOp(Action.DELETE, "app.gone/3aaa", null, null)));
        PlainTree tree = new PlainTree(after);
        assertEquals(
                new TreeProof.Failed(TreeReason.PREVIOUS_MISSING),
                OpInversion.prove(tree.slice(tree.blocks.keySet()), tree.root, List.of(update(path, NEW, OLD)), null));
    }

    @Test
    void deletesAreUndoneFirstAndThenByPathBytes() {
        List<RepoOp> ops = List.of(
                create("b", NEW), update("\u00e9", NEW, OLD), delete("c", OLD), create("a", NEW), delete("a/b", OLD));
        StringBuilder order = new StringBuilder();
        for (Change change : Change.inOrder(ops)) {
            order.append(new String(change.key(), StandardCharsets.UTF_8)).append(' ');
        }
        assertEquals("a/b c a b \u00e9 ", order.toString());
    }

    private static Cid undone(CarSlice slice, Undo... undos) {
        try {
            Node node = TreeReader.read(slice, slice.root());
            for (Undo undo : undos) {
                node = undo.applied(node);
            }
            Link link = new NodeWriter().linkOf(Objects.requireNonNull(node));
            return Cid.at(link.bytes(), link.offset());
        } catch (TreeFault fault) {
            throw new AssertionError(fault.reason().name(), fault);
        }
    }

    private @Nullable TreeReason reason(RepoOp... ops) {
        PlainTree tree = new PlainTree(after);
        return reason(tree.slice(tree.blocks.keySet()), ops);
    }

    private @Nullable TreeReason reason(CarSlice slice, RepoOp... ops) {
        return switch (OpInversion.prove(slice, slice.root(), List.of(ops), new PlainTree(before).root)) {
            case TreeProof.Proven _ -> null;
            case TreeProof.Failed(var reason) -> reason;
        };
    }

    static RepoOp create(String path, Cid cid) {
        return new RepoOp(Action.CREATE, path, cid, null);
    }

    static RepoOp update(String path, Cid cid, Cid prev) {
        return new RepoOp(Action.UPDATE, path, cid, prev);
    }

    static RepoOp delete(String path, Cid prev) {
        return new RepoOp(Action.DELETE, path, null, prev);
    }
}
