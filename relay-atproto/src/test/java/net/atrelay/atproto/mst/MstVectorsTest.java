package net.atrelay.atproto.mst;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import net.atrelay.atproto.Interop;
import net.atrelay.atproto.car.CarSlice;
import net.atrelay.atproto.cid.Cid;
import net.atrelay.atproto.stream.RepoOp;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// The tree vectors of atproto-interop-tests; see [Interop].
class MstVectorsTest {
    @TestFactory
    List<DynamicTest> layersOfKeys() throws Exception {
        List<DynamicTest> tests = new ArrayList<>();
        for (JsonNode vector : vectors("mst/key_heights.json")) {
            String key = text(vector, "key");
            tests.add(DynamicTest.dynamicTest(
                    "key " + key, () -> assertEquals(vector.get("height").intValue(), KeyLayer.of(utf8(key)))));
        }
        return tests;
    }

    /// The digit in a key says its layer.
    @TestFactory
    List<DynamicTest> layersOfExampleKeys() {
        List<DynamicTest> tests = new ArrayList<>();
        if (Interop.isPresent()) {
            for (String key : Interop.lines("mst/example_keys.txt")) {
                tests.add(
                        DynamicTest.dynamicTest(key, () -> assertEquals(key.charAt(1) - '0', KeyLayer.of(utf8(key)))));
            }
            assertEquals(156, tests.size());
        }
        return tests;
    }

    @TestFactory
    List<DynamicTest> sharedPrefixes() throws Exception {
        List<DynamicTest> tests = new ArrayList<>();
        for (JsonNode vector : vectors("mst/common_prefix.json")) {
            byte[] left = utf8(text(vector, "left"));
            byte[] right = utf8(text(vector, "right"));
            int expected = vector.get("len").intValue();
            tests.add(DynamicTest.dynamicTest(
                    "pair " + tests.size(), () -> assertEquals(expected, NodeWriter.sharedPrefix(left, right))));
        }
        return tests;
    }

    @TestFactory
    List<DynamicTest> commitProofs() throws Exception {
        List<DynamicTest> tests = new ArrayList<>();
        for (JsonNode vector : vectors("firehose/commit-proof-fixtures.json")) {
            tests.add(DynamicTest.dynamicTest(text(vector, "comment"), () -> assertCommitProof(vector)));
        }
        return tests;
    }

    /// The slice of just the named blocks undoes the ops in whichever order they are taken back.
    private static void assertCommitProof(JsonNode vector) throws TreeFault {
        Cid leaf = cid(text(vector, "leafValue"));
        TreeMap<String, Cid> entries = new TreeMap<>();
        vector.get("keys").forEach(key -> entries.put(key.textValue(), leaf));
        Cid before = cid(text(vector, "rootBeforeCommit"));
        assertEquals(before, new PlainTree(entries).root);
        List<RepoOp> ops = new ArrayList<>();
        vector.get("adds").forEach(key -> {
            ops.add(OpInversionTest.create(key.textValue(), leaf));
            entries.put(key.textValue(), leaf);
        });
        vector.get("dels").forEach(key -> {
            ops.add(OpInversionTest.delete(key.textValue(), leaf));
            entries.remove(key.textValue());
        });
        PlainTree after = new PlainTree(entries);
        assertEquals(cid(text(vector, "rootAfterCommit")), after.root);
        Set<Cid> proof = new HashSet<>();
        vector.get("blocksInProof").forEach(block -> proof.add(cid(block.textValue())));
        CarSlice slice = after.slice(proof);
        assertEquals(new TreeProof.Proven(), OpInversion.prove(slice, after.root, ops, before));
        for (List<Change> order : permutations(List.of(Change.inOrder(ops)))) {
            Subtree undone = OpInversion.undone(TreeReader.read(slice, after.root), order.toArray(new Change[0]));
            assertEquals(
                    true,
                    new NodeWriter().linkOf(Objects.requireNonNull(undone)).is(before));
        }
    }

    private static List<List<Change>> permutations(List<Change> changes) {
        if (changes.isEmpty()) {
            return List.of(List.of());
        }
        List<List<Change>> all = new ArrayList<>();
        for (Change first : changes) {
            List<Change> rest = new ArrayList<>(changes);
            rest.remove(first);
            for (List<Change> order : permutations(rest)) {
                List<Change> whole = new ArrayList<>(List.of(first));
                whole.addAll(order);
                all.add(whole);
            }
        }
        return all;
    }

    private static Iterable<JsonNode> vectors(String file) throws Exception {
        return Interop.isPresent() ? new ObjectMapper().readTree(Interop.text(file)) : List.of();
    }

    private static String text(JsonNode vector, String field) {
        return vector.get(field).textValue();
    }

    private static Cid cid(String text) {
        return Objects.requireNonNull(Cid.parse(text));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
