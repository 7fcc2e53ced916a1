package net.atrelay.sim.repo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// The public interoperability vectors, read in place when the system property `atrelay.interop` names their folder.
class InteropVectorsTest {

    private static final @Nullable String FOLDER = System.getProperty("atrelay.interop");

    @TestFactory
    Stream<DynamicTest> layersOfKeys() {
        return cases("mst/key_heights.json", vector -> {
            byte[] key = vector.get("key").textValue().getBytes(StandardCharsets.UTF_8);
            assertEquals(vector.get("height").intValue(), Node.layerOf(key));
        });
    }

    @TestFactory
    Stream<DynamicTest> commonPrefixes() {
        return cases(
                "mst/common_prefix.json",
                vector -> assertEquals(
                        vector.get("len").intValue(), Node.commonPrefix(utf8(vector, "left"), utf8(vector, "right"))));
    }

    @TestFactory
    Stream<DynamicTest> layersOfExampleKeys() throws IOException {
        if (FOLDER == null) {
            return Stream.empty();
        }
        return Files.readAllLines(Path.of(FOLDER, "mst/example_keys.txt")).stream()
                .filter(key -> !key.isBlank())
                .map(key -> DynamicTest.dynamicTest(
                        key,
                        () -> assertEquals(key.charAt(1) - '0', Node.layerOf(key.getBytes(StandardCharsets.UTF_8)))));
    }

    @TestFactory
    Stream<DynamicTest> k256PublicKeys() {
        return cases("crypto/w3c_didkey_K256.json", vector -> {
            byte[] scalar =
                    HexFormat.of().parseHex(vector.get("privateKeyBytesHex").textValue());
            assertEquals(
                    vector.get("publicDidKey").textValue(),
                    "did:key:" + SigningKey.k256(scalar).multikey());
        });
    }

    @TestFactory
    Stream<DynamicTest> p256PublicKeys() {
        return cases("crypto/w3c_didkey_P256.json", vector -> {
            byte[] scalar = base58(vector.get("privateKeyBytesBase58").textValue());
            assertEquals(
                    vector.get("publicDidKey").textValue(),
                    "did:key:" + SigningKey.p256(scalar).multikey());
        });
    }

    @TestFactory
    Stream<DynamicTest> dataModel() {
        return cases("data-model/data-model-fixtures.json", vector -> {
            Dag out = new Dag(256);
            write(out, vector.get("json"));
            assertEquals(
                    vector.get("cbor_base64").textValue(),
                    Base64.getEncoder().withoutPadding().encodeToString(out.toBytes()));
            assertEquals(vector.get("cid").textValue(), Cid.of(out.toBytes()).toString());
        });
    }

    @TestFactory
    Stream<DynamicTest> commitProofs() {
        return cases("firehose/commit-proof-fixtures.json", InteropVectorsTest::commitProof);
    }

    private static void commitProof(JsonNode vector) {
        Leaf leaf = new Leaf(Cids.parse(vector.get("leafValue").textValue()), null);
        TreeMap<String, Leaf> leaves = new TreeMap<>();
        vector.get("keys").forEach(key -> leaves.put(key.textValue(), leaf));
        Tree before = Tree.of(leaves);
        assertEquals(vector.get("rootBeforeCommit").textValue(), before.data().toString());
        List<RepoOp> ops = new ArrayList<>();
        Tree after = before;
        for (JsonNode key : vector.get("adds")) {
            after = after.put(key.textValue(), leaf, 1);
            ops.add(new RepoOp("create", key.textValue(), leaf.cid(), null));
        }
        for (JsonNode key : vector.get("dels")) {
            after = after.remove(key.textValue(), 1);
            ops.add(new RepoOp("delete", key.textValue(), null, leaf.cid()));
        }
        assertEquals(vector.get("rootAfterCommit").textValue(), after.data().toString());
        List<Block> proof = after.slice(ops.stream().map(RepoOp::path).toList(), 1);
        Collection<String> named = new HashSet<>();
        vector.get("blocksInProof").forEach(cid -> named.add(cid.textValue()));
        Collection<String> ours = new HashSet<>(
                proof.stream().map(block -> block.cid().toString()).toList());
        assertTrue(ours.containsAll(named), () -> named + " in " + ours);
        for (List<RepoOp> order : permutations(ops)) {
            assertEquals(before.data(), new PartialTree(proof).undo(after.data(), order));
        }
    }

    private static List<List<RepoOp>> permutations(List<RepoOp> ops) {
        if (ops.isEmpty()) {
            return List.of(List.of());
        }
        List<List<RepoOp>> all = new ArrayList<>();
        for (RepoOp first : ops) {
            List<RepoOp> rest = new ArrayList<>(ops);
            rest.remove(first);
            for (List<RepoOp> order : permutations(rest)) {
                List<RepoOp> whole = new ArrayList<>(List.of(first));
                whole.addAll(order);
                all.add(whole);
            }
        }
        return all;
    }

    private static void write(Dag out, JsonNode json) {
        if (json.isObject() && json.has("$link")) {
            writeLink(out, json.get("$link").textValue());
        } else if (json.isObject() && json.has("$bytes")) {
            out.bytes(Base64.getDecoder().decode(json.get("$bytes").textValue()));
        } else if (json.isObject()) {
            out.map(json.size());
            json.properties().stream()
                    .sorted((a, b) -> a.getKey().length() != b.getKey().length()
                            ? a.getKey().length() - b.getKey().length()
                            : a.getKey().compareTo(b.getKey()))
                    .forEach(property -> write(out.text(property.getKey()), property.getValue()));
        } else if (json.isArray()) {
            out.array(json.size());
            json.forEach(element -> write(out, element));
        } else if (json.isTextual()) {
            out.text(json.textValue());
        } else if (json.isBoolean()) {
            out.bool(json.booleanValue());
        } else if (json.isNull()) {
            out.nil();
        } else {
            out.integer(json.longValue());
        }
    }

    private static void writeLink(Dag out, String cid) {
        Dag binary = new Dag(64).link(Cids.parse(cid));
        byte[] bytes = binary.toBytes();
        // The simulator writes no blobs of its own; only their codec differs.
        bytes[6] = (byte) (cid.startsWith("bafkrei") ? 0x55 : 0x71);
        out.raw(bytes, 0, bytes.length);
    }

    private static byte[] base58(String text) {
        String alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
        BigInteger value = BigInteger.ZERO;
        for (int i = 0; i < text.length(); i++) {
            value = value.multiply(BigInteger.valueOf(58)).add(BigInteger.valueOf(alphabet.indexOf(text.charAt(i))));
        }
        byte[] scalar = new byte[32];
        byte[] bytes = value.toByteArray();
        int length = Math.min(32, bytes.length);
        System.arraycopy(bytes, bytes.length - length, scalar, 32 - length, length);
        return scalar;
    }

    private static byte[] utf8(JsonNode vector, String name) {
        return vector.get(name).textValue().getBytes(StandardCharsets.UTF_8);
    }

    private interface Check {
        void of(JsonNode vector);
    }

    private static Stream<DynamicTest> cases(String file, Check check) {
        if (FOLDER == null) {
            return Stream.empty();
        }
        try {
            JsonNode vectors = new ObjectMapper().readTree(Path.of(FOLDER, file).toFile());
            List<DynamicTest> tests = new ArrayList<>();
            for (JsonNode vector : vectors) {
                tests.add(DynamicTest.dynamicTest(file + " " + tests.size(), () -> check.of(vector)));
            }
            assertTrue(!tests.isEmpty(), file);
            return tests.stream();
        } catch (IOException e) {
            throw new IllegalStateException("atrelay.interop: " + FOLDER + " (expected: the vectors' folder)", e);
        }
    }
}
