package net.atrelay.atproto.mst;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import net.atrelay.atproto.cid.Cid;
import net.atrelay.atproto.stream.RepoOp;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Trees whose roots are known from other implementations (protocol reference §4.5), each reached from another by ops.
class KnownRootsTest {
    private static final Cid VALUE = cid("bafyreie5cvv4h45feadgeuwhbcutmh6t2ceseocckahdoe6uat64zmz454");
    private static final String EMPTY = "bafyreie5737gdxlw5i64vzichcalba3z2v5n6icifvx5xytvske7mr3hpm";
    private static final String ONE_LOW = "bafyreibj4lsc3aqnrvphp5xmrnfoorvru4wynt6lwidqbm2623a6tatzdu";
    private static final String ONE_HIGH = "bafyreih7wfei65pxzhauoibu3ls7jgmkju4bspy4t2ha2qdjnzqvoy33ai";
    private static final String FIVE = "bafyreicmahysq4n6wfuxo522m6dpiy7z7qzym3dzs756t5n7nfdgccwq7m";
    private static final String SIX = "bafyreifnqrwbk6ffmyaz5qtujqrzf5qmxf7cbxvgzktl4e3gabuxbtatv4";
    private static final String TRIMMED = "bafyreie4kjuxbwkhzg2i5dljaswcroeih4dgiqq6pazcmunwt2byd725vi";
    private static final String ELEVEN = "bafyreiettyludka6fpgp33stwxfuwhkzlur6chs4d2v4nkmq2j3ogpdjem";
    private static final String SPLIT = "bafyreid2x5eqs4w4qxvc5jiwda4cien3gw2q6cshofxwnvv7iucrmfohpm";
    private static final String TWO = "bafyreidfcktqnfmykz2ps3dbul35pepleq7kvv526g47xahuz3rqtptmky";
    private static final String THREE = "bafyreiavxaxdz7o7rbvr3zg2liox2yww46t7g6hkehx4i4h3lwudly7dhy";
    private static final String FOUR = "bafyreig4jv3vuajbsybhyvb7gggvpwh2zszwfyttjrj6qwvcsp24h6popu";

    @ParameterizedTest
    @CsvSource({
        "'', " + EMPTY + ", 3fo, " + ONE_LOW,
        "'', " + EMPTY + ", 3fx, " + ONE_HIGH,
        "3fo, " + ONE_LOW + ", 3fx, " + ONE_HIGH,
        "3fp 3fr 3fs 3ft 4fc, " + FIVE + ", '', " + EMPTY,
        "3fn 3fo 3fp 3fs 3ft 3fu, " + SIX + ", 3fn 3fo 3fp 3ft 3fu, " + TRIMMED,
        "3fo 3fp 3fr 3fs 3ft 3fz 4fc 4fd 4ff 4fg 4fh, " + ELEVEN + ", 3fo 3fp 3fr 3fs 3ft 3fx 3fz 4fc 4fd 4ff 4fg 4fh, "
                + SPLIT,
        "3ft 3fz, " + TWO + ", 3ft 3fx 3fz, " + THREE,
        "3ft 3fx 3fz, " + THREE + ", 3ft 3fx 3fz 4fd, " + FOUR,
        "3ft 3fz, " + TWO + ", 3ft 3fx 3fz 4fd, " + FOUR
    })
    void opsLeadFromOneToTheOtherAndBack(String before, String rootBefore, String after, String rootAfter) {
        assertInverts(tree(before, rootBefore), tree(after, rootAfter));
        assertInverts(tree(after, rootAfter), tree(before, rootBefore));
    }

    private static void assertInverts(PlainTree before, PlainTree after) {
        List<RepoOp> ops = new ArrayList<>();
        for (String path : before.entries.keySet()) {
            if (!after.entries.containsKey(path)) {
                ops.add(OpInversionTest.delete(path, VALUE));
            }
        }
        for (String path : after.entries.keySet()) {
            if (!before.entries.containsKey(path)) {
                ops.add(OpInversionTest.create(path, VALUE));
            }
        }
        assertEquals(
                new TreeProof.Proven(),
                OpInversion.prove(after.slice(after.blocks.keySet()), after.root, ops, before.root));
    }

    private static PlainTree tree(String suffixes, String root) {
        TreeMap<String, Cid> entries = new TreeMap<>();
        for (String suffix : suffixes.split(" ", -1)) {
            if (!suffix.isEmpty()) {
                entries.put("com.example.record/3jqfcqzm" + suffix + "2j", VALUE);
            }
        }
        PlainTree tree = new PlainTree(entries);
        assertEquals(root, tree.root.toString());
        return tree;
    }

    private static Cid cid(String text) {
        return Objects.requireNonNull(Cid.parse(text));
    }
}
