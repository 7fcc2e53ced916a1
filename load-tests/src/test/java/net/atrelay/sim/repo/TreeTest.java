package net.atrelay.sim.repo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TreeTest {

    private static final Leaf VALUE =
            new Leaf(Cids.parse("bafyreie5cvv4h45feadgeuwhbcutmh6t2ceseocckahdoe6uat64zmz454"), null);

    @Test
    void emptyTreeHasItsKnownRootAndNoLayer() {
        assertEquals(
                "bafyreie5737gdxlw5i64vzichcalba3z2v5n6icifvx5xytvske7mr3hpm",
                Tree.empty().data().toString());
        assertEquals(null, Tree.empty().layer());
    }

    @ParameterizedTest
    @CsvSource({
        "3fo2j, bafyreibj4lsc3aqnrvphp5xmrnfoorvru4wynt6lwidqbm2623a6tatzdu, 0",
        "3fx2j, bafyreih7wfei65pxzhauoibu3ls7jgmkju4bspy4t2ha2qdjnzqvoy33ai, 2",
        "3fp2j 3fr2j 3fs2j 3ft2j 4fc2j, bafyreicmahysq4n6wfuxo522m6dpiy7z7qzym3dzs756t5n7nfdgccwq7m, 1",
        "3fn2j 3fo2j 3fp2j 3fs2j 3ft2j 3fu2j, bafyreifnqrwbk6ffmyaz5qtujqrzf5qmxf7cbxvgzktl4e3gabuxbtatv4, 1",
        "3fn2j 3fo2j 3fp2j 3fs2j 3ft2j 3fu2j -3fs2j, bafyreie4kjuxbwkhzg2i5dljaswcroeih4dgiqq6pazcmunwt2byd725vi, 0",
        "3fo2j 3fp2j 3fr2j 3fs2j 3ft2j 3fz2j 4fc2j 4fd2j 4ff2j 4fg2j 4fh2j,"
                + " bafyreiettyludka6fpgp33stwxfuwhkzlur6chs4d2v4nkmq2j3ogpdjem, 1",
        "3fo2j 3fp2j 3fr2j 3fs2j 3ft2j 3fz2j 4fc2j 4fd2j 4ff2j 4fg2j 4fh2j 3fx2j,"
                + " bafyreid2x5eqs4w4qxvc5jiwda4cien3gw2q6cshofxwnvv7iucrmfohpm, 2",
        "3fo2j 3fp2j 3fr2j 3fs2j 3ft2j 3fz2j 4fc2j 4fd2j 4ff2j 4fg2j 4fh2j 3fx2j -3fx2j,"
                + " bafyreiettyludka6fpgp33stwxfuwhkzlur6chs4d2v4nkmq2j3ogpdjem, 1",
        "3ft2j 3fz2j, bafyreidfcktqnfmykz2ps3dbul35pepleq7kvv526g47xahuz3rqtptmky, 0",
        "3ft2j 3fz2j 3fx2j, bafyreiavxaxdz7o7rbvr3zg2liox2yww46t7g6hkehx4i4h3lwudly7dhy, 2",
        "3ft2j 3fz2j 3fx2j -3fx2j, bafyreidfcktqnfmykz2ps3dbul35pepleq7kvv526g47xahuz3rqtptmky, 0",
        "3ft2j 3fz2j 3fx2j 4fd2j, bafyreig4jv3vuajbsybhyvb7gggvpwh2zszwfyttjrj6qwvcsp24h6popu, 2",
    })
    void treesOfTheReferenceHaveTheirKnownRoots(String changes, String root, int layer) {
        Tree tree = Tree.empty();
        for (String change : changes.split(" ", -1)) {
            String key = "com.example.record/3jqfcqzm" + change.replace("-", "");
            tree = change.startsWith("-") ? tree.remove(key, 1) : tree.put(key, VALUE, 1);
        }
        assertEquals(root, tree.data().toString());
        assertEquals(layer, tree.layer());
    }

    @ParameterizedTest
    @CsvSource({
        "'', 0",
        "asdf, 0",
        "blue, 1",
        "key7, 1",
        "2653ae71, 0",
        "88bfafc7, 2",
        "key515, 4",
        "2a92d355, 4",
        "884976f5, 6",
        "app.bsky.feed.post/454397e440ec, 4",
        "app.bsky.feed.post/9adeb165882c, 8"
    })
    void keyBelongsToItsKnownLayer(String key, int layer) {
        assertEquals(layer, Node.layerOf(key.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void treeDoesNotDependOnTheOrderOfChanges() {
        long seed = new Random().nextLong();
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 200; round++) {
            SortedMap<String, Leaf> leaves = Trees.leaves(random, 1 + random.nextInt(120));
            SortedMap<String, Leaf> passing = Trees.leaves(random, random.nextInt(30));
            List<String> order = new ArrayList<>(leaves.keySet());
            Collections.shuffle(order, new Random(random.nextLong()));
            Tree tree = Tree.of(passing);
            for (String path : order) {
                tree = tree.put(path, Trees.leaf(leaves, path), 1);
            }
            for (String path : passing.keySet()) {
                tree = tree.remove(path, 1);
            }
            assertEquals(Tree.of(leaves).data(), tree.data(), "seed " + seed + " round " + round);
        }
    }

    @Test
    void pathThatIsNotThereCannotBeRemoved() {
        assertThrows(IllegalArgumentException.class, () -> Tree.empty().remove("a/b", 1));
    }
}
