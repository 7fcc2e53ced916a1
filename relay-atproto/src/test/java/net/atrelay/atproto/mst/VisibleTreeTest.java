package net.atrelay.atproto.mst;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import net.atrelay.atproto.Seeds;
import net.atrelay.atproto.car.CarSlice;
import net.atrelay.atproto.cid.Cid;
import net.atrelay.atproto.repo.CollectionSet;
import net.atrelay.atproto.stream.RepoOp;
import net.atrelay.atproto.stream.RepoOp.Action;
import net.atrelay.atproto.syntax.Nsid;
import org.junit.jupiter.api.Test;

/// What slices show of the collections of a repo, against all of its paths.
class VisibleTreeTest {
    private static final int LIVES = Integer.getInteger("atrelay.mst.lives", 500);
    private static final int COMMITS = 20;
    private static final TreeProof PROVEN = new TreeProof.Proven();

    /// Names that begin alike, and a name whose place is another with the slash than without; then what is none.
    private static final List<String> PREFIXES = List.of(
            "com.example.note",
            "com.example.note.draft",
            "com.example.notes",
            "com.example-x.note",
            "org.example.single",
            "no-nsid",
            "");

    private final TreeMap<String, Cid> entries = new TreeMap<>();

    private static VisibleTree seen(PlainTree tree, Set<Cid> nodes) {
        return VisibleTree.read(tree.slice(nodes), tree.root);
    }

    private static CollectionSet truth(NavigableMap<String, Cid> entries) {
        Set<String> names = new TreeSet<>();
        for (String path : entries.keySet()) {
            String name = path.substring(0, Math.max(0, path.indexOf('/')));
            if (Nsid.isValid(name)) {
                names.add(name);
            }
        }
        return CollectionSet.of(names);
    }

    private static CollectionSet some(Random random) {
        return CollectionSet.of(PREFIXES.stream()
                .filter(Nsid::isValid)
                .filter(_ -> random.nextBoolean())
                .toList());
    }

    /// A path whose layer is often higher than chance would have it, so that small trees are deep.
    private static String path(Random random) {
        String best = "";
        for (int i = random.nextInt(12); i >= 0; i--) {
            String path = PREFIXES.get(random.nextInt(PREFIXES.size())) + "/" + random.nextInt(100_000);
            best = best.isEmpty() || PlainTree.layerOf(path) > PlainTree.layerOf(best) ? path : best;
        }
        return best;
    }

    private void put(String... paths) {
        for (String path : paths) {
            entries.put(path, Keys.record(1));
        }
    }

    /// Every set is exact after every commit that is proven, though no slice shows more than its ops need.
    @Test
    void fromAnEmptyRepoOnTheSetIsThatOfItsPaths() {
        Seeds.forEach(LIVES, random -> {
            TreeMap<String, Cid> paths = new TreeMap<>();
            PlainTree before = new PlainTree(paths);
            CollectionSet known = CollectionSet.NONE;
            for (int i = 0; i < COMMITS; i++) {
                List<RepoOp> ops = changed(paths, random);
                PlainTree after = new PlainTree(paths);
                Set<Cid> nodes = after.covering(ops.stream().map(RepoOp::path).toList());
                nodes.add(after.root);
                assertFewerAreProvenOrNot(after, nodes, ops, before.root, known, random);
                nodes.addAll(newNodes(before, after));
                VisibleTree tree = seen(after, nodes);
                assertEquals(PROVEN, OpInversion.prove(tree, ops, before.root));
                known = tree.collections(known);
                assertEquals(truth(paths), known);
                before = after;
            }
        });
    }

    private static void assertFewerAreProvenOrNot(
            PlainTree after, Set<Cid> nodes, List<RepoOp> ops, Cid before, CollectionSet known, Random random) {
        Set<Cid> fewer = new HashSet<>(nodes);
        fewer.removeIf(cid -> !cid.equals(after.root) && random.nextInt(8) == 0);
        VisibleTree tree = seen(after, fewer);
        if (OpInversion.prove(tree, ops, before).equals(PROVEN)) {
            assertEquals(truth(after.entries), tree.collections(known));
        }
    }

    private static Set<Cid> newNodes(PlainTree before, PlainTree after) {
        Set<Cid> cids = new HashSet<>(after.blocks.keySet());
        cids.removeAll(before.blocks.keySet());
        return cids;
    }

    private static List<RepoOp> changed(NavigableMap<String, Cid> paths, Random random) {
        List<RepoOp> ops = new ArrayList<>();
        Set<String> touched = new HashSet<>();
        if (random.nextInt(10) == 0) {
            String prefix = PREFIXES.get(random.nextInt(PREFIXES.size())) + "/";
            for (String path : List.copyOf(paths.keySet())) {
                if (path.startsWith(prefix)) {
                    ops.add(delete(paths, path));
                    touched.add(path);
                }
            }
        }
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            String any = path(random);
            String near = paths.ceilingKey(any);
            if (near != null && random.nextInt(5) < 2) {
                if (touched.add(near)) {
                    ops.add(delete(paths, near));
                }
            } else if (!paths.containsKey(any) && touched.add(any)) {
                Cid record = Keys.record(random.nextInt(9));
                paths.put(any, record);
                ops.add(new RepoOp(Action.CREATE, any, record, null));
            }
        }
        return ops;
    }

    private static RepoOp delete(NavigableMap<String, Cid> paths, String path) {
        return new RepoOp(Action.DELETE, path, null, paths.remove(path));
    }

    /// Whatever was believed before, and whatever is missing: nothing true is lost, nothing untrue is learnt, and a
    /// whole tree mends all.
    @Test
    void whatATreeDoesNotShowStaysAsItWasBelieved() {
        Seeds.forEach(LIVES, random -> {
            TreeMap<String, Cid> paths = new TreeMap<>();
            for (int i = random.nextInt(40); i > 0; i--) {
                paths.put(path(random), Keys.record(i));
            }
            PlainTree tree = new PlainTree(paths);
            CollectionSet truth = truth(paths);
            CollectionSet believed = some(random);
            Set<Cid> nodes = new HashSet<>(tree.blocks.keySet());
            assertEquals(truth, seen(tree, nodes).collections(believed));

            nodes.removeIf(cid -> !cid.equals(tree.root) && random.nextInt(3) == 0);
            List<String> then = seen(tree, nodes).collections(believed).names();
            for (String name : believed.names()) {
                assertTrue(then.contains(name) || !truth.names().contains(name), name);
            }
            for (String name : then) {
                assertTrue(truth.names().contains(name) || believed.names().contains(name), name);
            }
        });
    }

    @Test
    void aSetThatDoesNotChangeIsTheSameObject() {
        put("com.example.note/1", "com.example.note/2", "com.example.notes/1");
        PlainTree tree = new PlainTree(entries);
        CollectionSet known = CollectionSet.of(List.of("com.example.note", "com.example.notes"));
        assertSame(known, seen(tree, tree.blocks.keySet()).collections(known));
    }

    @Test
    void aTreeThatIsNotThereOrUnsoundShowsNothing() {
        put("com.example.note/1");
        PlainTree tree = new PlainTree(entries);
        CollectionSet known = CollectionSet.of(List.of("com.example.other"));
        CarSlice none = tree.slice(Set.of());
        assertSame(known, VisibleTree.read(none, tree.root).collections(known));
        assertSame(known, VisibleTree.UNSEEN.collections(known));
    }

    @Test
    void theEmptyTreeHasNone() {
        PlainTree tree = new PlainTree(entries);
        CollectionSet known = CollectionSet.of(List.of("com.example.note", "com.example.other"));
        assertEquals(CollectionSet.NONE, seen(tree, tree.blocks.keySet()).collections(known));
    }

    @Test
    void keysThatAreNoRecordPathsShowNoCollectionAndHideNone() {
        put("aaa", "com.example.note/1", "com.example.note0", "no-nsid/1", "/1", "zzz");
        PlainTree tree = new PlainTree(entries);
        assertEquals(
                List.of("com.example.note"),
                seen(tree, tree.blocks.keySet()).collections(CollectionSet.NONE).names());
    }
}
