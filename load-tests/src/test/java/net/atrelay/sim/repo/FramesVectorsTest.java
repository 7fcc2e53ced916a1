package net.atrelay.sim.repo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The ten frames of one account that the relay's own tests use as vectors, written anew from scratch.
class FramesVectorsTest {

    private static final String DID = "did:plc:abcdefghijklmnopqrstuvwx";
    private static final String NOTE = "com.example.note/";

    private static final List<String> COMMITS = List.of(
            "bafyreiaf2vucmlqeumve3w6agklx2y25cdgx2edairo7ahrqt53xzsvuou",
            "bafyreieuojdf65vjast4bg7grauaidxm4qgs6qnck3igpl56d5zhnp6awy",
            "bafyreidmr536demln7vfxzwa65j3smtfpunfmso3v4i6ommibitpluzkru",
            "bafyreifl4fuj5rzizapdcqsaxvyf5ptn6ldap5sxmoviq5gd3a3fv673ta",
            "bafyreied6tei5olrrmlosdhi7rrcjr5ivxc3hxxmc5yekmlzlrbak7m2xm",
            "bafyreibblxdp4q6kacg3xl5gfl5rhb2qxecs7iuhvipjf4pjojz3xwuhxy",
            "bafyreie3ct36kbgk4c72eh6xndla6f4tmebylepydodaxhaij6szjws5gq");

    /// Its slice holds several nodes, whose order is free: compared by its sorted bytes.
    private static final int V6 = 5;

    private static final List<String> FRAME_HASHES = List.of(
            "a768088f13d51d8ffc1893a209587561c8b54934a989252bf17b85769543d6af",
            "8680f2c39ca766512b8aba014b1d8ade2d5e78282848293aa9f4059097552c43",
            "7b8d6a6903aefd80ca490ff360304b0a4865c3704a0e17749d7e36b84139bc84",
            "2fcb36a181e8d70218809085c04480aa49698d6eee6257940bb5d13776d414ef",
            "75b3a877a1f0af7276537db198a542ad45501a2a3439a66fe29fb6c94bc8d730",
            "7696b545524668e9af3e281982c6c14e9e44f393343093c37fc3642f8ef92fe3",
            "0e58adfd9d8c9a8f681567251998ba7106c395e534d88ba101e302621c295c62",
            "3549bb07ec941c8e3d438a8a2991ec31e2a8f2327ad40ad0ca59e7d08b3dbaad",
            "f28e670d2641d20cdf8bbc6e5dcd6c63cbf5c6af823c999d200315eb412dfe5c",
            "6048e19165198463956577acfb730131b93f76bb3f1e9c7e38ad075d9407a405");

    @Test
    void framesOfOneAccountEqualTheVectors() {
        SigningKey k256 = SigningKey.k256(Hash.sha256("relay-vector-k256"));
        SigningKey p256 = SigningKey.p256(Hash.sha256("relay-vector-p256"));
        assertEquals("zQ3shSLZGMcjepaac1GBQPn3qbrRaNyFgVGLhM8mMpDAwir7o", k256.multikey());
        assertEquals("zDnaeRkcMQwQYKY7MnhPrZVpPMk6o9qiFuyWCf2fq2niWbNTc", p256.multikey());
        Repo repo = new Repo(DID, k256, Tree.empty(), 5, true);
        List<Commit> commits = new ArrayList<>();
        List<Frames.Unsequenced> frames = new ArrayList<>();
        frames.add(Frames.identity(DID, "alice.example.com", time(1)));
        frames.add(Frames.account(DID, null, time(2)));
        commits.add(repo.commit(List.of(), micros(3)));
        commits.add(repo.commit(List.of(new Write.Create(NOTE + "3mbd5wj3bk22b", note("one"))), micros(4)));
        commits.add(repo.commit(List.of(new Write.Update(NOTE + "3mbd5wj3bk22b", note("two"))), micros(5)));
        commits.add(repo.commit(
                List.of(
                        new Write.Create(NOTE + "3mbd6uihxg22b", note("three")),
                        new Write.Create(NOTE + "3mbd7s4ggk22b", note("four"))),
                micros(6)));
        commits.add(repo.commit(List.of(new Write.Delete(NOTE + "3mbd6uihxg22b")), micros(7)));
        for (int i = 0; i < commits.size(); i++) {
            frames.add(Frames.commit(commits.get(i), time(3 + i)));
        }
        repo.rotate(p256);
        frames.add(Frames.identity(DID, null, time(8)));
        commits.add(repo.commit(List.of(), micros(9)));
        frames.add(Frames.sync(repo.head(), time(9)));
        commits.add(repo.commit(List.of(new Write.Create(NOTE + "3mbd6uihxg22b", note("three"))), micros(10)));
        frames.add(Frames.commit(repo.head(), time(10)));

        assertEquals(
                COMMITS, commits.stream().map(commit -> commit.cid().toString()).toList());
        List<String> hashes = new ArrayList<>();
        for (int i = 0; i < frames.size(); i++) {
            byte[] frame = frames.get(i).at(101 + i);
            if (i == V6) {
                sortUnsigned(frame);
            }
            hashes.add(HexFormat.of().formatHex(Hash.sha256(frame)));
        }
        assertEquals(FRAME_HASHES, hashes);
    }

    private static void sortUnsigned(byte[] bytes) {
        int[] counts = new int[256];
        for (byte octet : bytes) {
            counts[octet & 0xff]++;
        }
        int at = 0;
        for (int octet = 0; octet < 256; octet++) {
            for (int n = counts[octet]; n > 0; n--) {
                bytes[at++] = (byte) octet;
            }
        }
    }

    private static String time(int second) {
        return "2026-01-01T00:00:%02d.000Z".formatted(second);
    }

    private static long micros(int second) {
        return 1_767_225_600_000_000L + second * 1_000_000L;
    }

    private static byte[] note(String text) {
        return new Dag(64)
                .map(2)
                .text("text")
                .text(text)
                .text("$type")
                .text("com.example.note")
                .toBytes();
    }
}
