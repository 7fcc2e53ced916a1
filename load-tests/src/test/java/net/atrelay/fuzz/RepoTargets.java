package net.atrelay.fuzz;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.atrelay.atproto.car.CarDecoded;
import net.atrelay.atproto.car.CarRoots;
import net.atrelay.atproto.car.CarSlice;
import net.atrelay.atproto.car.CarWriter;
import net.atrelay.atproto.cbor.CborValue;
import net.atrelay.atproto.cbor.Extent;
import net.atrelay.atproto.cid.Cid;
import net.atrelay.atproto.crypto.DidKey;
import net.atrelay.atproto.crypto.ParsedKey;
import net.atrelay.atproto.crypto.PublicKey;
import net.atrelay.atproto.crypto.SignatureVerifier;
import net.atrelay.atproto.crypto.SignatureVerifiers;
import net.atrelay.atproto.repo.SignedCommit;
import net.atrelay.atproto.stream.CommitFrame;
import net.atrelay.atproto.stream.FrameDecoder;
import net.atrelay.atproto.stream.RepoOp;
import net.atrelay.atproto.stream.Strictness;
import net.atrelay.atproto.stream.SyncFrame;
import net.atrelay.sim.repo.Commit;
import net.atrelay.sim.repo.Hash;
import net.atrelay.sim.repo.SigningKey;
import net.atrelay.verify.core.RepoProofs.Proof;
import net.atrelay.verify.proof.RepoProver;
import org.jspecify.annotations.Nullable;

/// What repos are made of: CIDs, CARs, signed commits, and the whole proof of a message.
final class RepoTargets {
    private static final SignatureVerifier VERIFIER = SignatureVerifiers.best();
    private static final RepoProver PROVER = new RepoProver(VERIFIER);
    private static final List<SigningKey> KEYS = List.of(SampleFrames.K256, SampleFrames.P256);

    private RepoTargets() {}

    static List<FuzzTarget> all() {
        return List.of(
                new FuzzTarget("cid", cids(), RepoTargets::oneTextForEachCid),
                new FuzzTarget("car", cars(), RepoTargets::whatIsReadIsWrittenTheSame),
                new FuzzTarget("signed-commit", commitBlocks(), RepoTargets::noCommitIsForged),
                new FuzzTarget("commit-proof", SampleFrames.ofCommits(), 4_000, RepoTargets::onlyTheTruthIsProven),
                new FuzzTarget("sync-proof", SampleFrames.all(), RepoTargets::onlyTheHeadIsProven),
                InversionTarget.target());
    }

    private static List<byte[]> cids() {
        List<byte[]> seeds = Seeds.ofTexts(
                "bafyreie5737gdxlw5i64vzichcalba3z2v5n6icifvx5xytvske7mr3hpm",
                "bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku");
        seeds.add(Cid.ofDagCbor(new byte[] {1}).toBytes());
        seeds.add(Cid.ofRaw(new byte[] {1}).toBytes());
        return seeds;
    }

    /// A CID has one text and one binary form, and the simulator's own base32 writes the same text.
    private static void oneTextForEachCid(byte[] input) {
        String text = Seeds.text(input);
        Cid ofText = Cid.parse(text);
        if (ofText != null) {
            assertEquals(text, ofText.toString());
            assertEquals(ofText, Cid.fromBytes(ofText.toBytes()));
            assertEquals(text, "b" + net.atrelay.sim.repo.Base32.encode(ofText.toBytes()));
        }
        Cid ofBytes = Cid.fromBytes(input);
        boolean isCid = input.length == Cid.BYTES
                && input[0] == 1
                && (input[1] == 0x71 || input[1] == 0x55)
                && input[2] == 0x12
                && input[3] == 0x20;
        assertEquals(isCid, ofBytes != null);
        if (ofBytes != null) {
            assertArrayEquals(input, ofBytes.toBytes());
            assertEquals(ofBytes, Cid.parse(ofBytes.toString()));
            assertEquals(input[1] == 0x71, ofBytes.isDagCbor());
        }
    }

    private static List<byte[]> cars() {
        List<byte[]> seeds = new ArrayList<>();
        for (Commit commit : SampleFrames.COMMITS) {
            seeds.add(commit.slice());
            seeds.add(commit.head());
        }
        Cid one = Cid.ofRaw(new byte[] {5});
        Cid other = Cid.ofDagCbor(new byte[] {0});
        seeds.add(new CarWriter(List.of(other, other))
                .block(one, new byte[] {5})
                .dagCbor(new byte[] {0})
                .toBytes());
        return seeds;
    }

    /// Blocks are those that their CIDs say, and a CAR with one root has one form.
    private static void whatIsReadIsWrittenTheSame(byte[] input) {
        CarDecoded exact = CarSlice.parse(input, CarRoots.EXACTLY_ONE);
        CarDecoded loose = CarSlice.parse(input, CarRoots.AT_LEAST_ONE);
        if (!(loose instanceof CarSlice slice)) {
            assertInstanceOf(CarDecoded.Malformed.class, exact);
            return;
        }
        assertEquals(slice.rootCount() == 1, exact instanceof CarSlice);
        CarWriter written = new CarWriter(slice.root());
        for (int i = 0; i < slice.blockCount(); i++) {
            byte[] block = slice.copyOf(slice.blockOf(i));
            Cid cid = slice.cidOf(i);
            assertArrayEquals(Hash.sha256(block), Arrays.copyOfRange(cid.toBytes(), 4, Cid.BYTES));
            assertArrayEquals(block, slice.copyOf(slice.find(cid)));
            written.block(cid, block);
        }
        if (slice.rootCount() == 1) {
            assertArrayEquals(input, written.toBytes());
        }
    }

    private static List<byte[]> commitBlocks() {
        List<byte[]> blocks = new ArrayList<>();
        for (Commit commit : SampleFrames.COMMITS) {
            blocks.add(commit.block().bytes());
        }
        return blocks;
    }

    /// What is signed is found without writing it anew, and no other bytes carry a signature of these keys.
    private static void noCommitIsForged(byte[] input) throws Exception {
        if (!(SignedCommit.decode(input, Extent.of(0, input.length)) instanceof SignedCommit commit)) {
            return;
        }
        CborValue.Fields fields = assertInstanceOf(CborValue.Fields.class, CborValue.decode(input));
        Map<String, CborValue> unsigned = new LinkedHashMap<>(fields.fields());
        CborValue.Bytes signature = assertInstanceOf(CborValue.Bytes.class, unsigned.remove("sig"));
        assertArrayEquals(signature.value(), commit.signature());
        byte[] digest = commit.unsignedSha256();
        assertArrayEquals(Hash.sha256(new CborValue.Fields(unsigned).encode()), digest);
        for (SigningKey key : KEYS) {
            if (VERIFIER.verify(publicKey(key), digest, commit.signature())) {
                assertTrue(commitBlocks().stream().anyMatch(block -> Arrays.equals(block, input)));
            }
        }
    }

    /// Whatever was done to a message: if it is proven, it says what the host has committed.
    private static void onlyTheTruthIsProven(byte[] input) {
        if (!(FrameDecoder.decode(input) instanceof CommitFrame frame)) {
            return;
        }
        for (SigningKey key : KEYS) {
            if (PROVER.ofCommit(frame, didKey(key), Strictness.STRICT) instanceof Proof.Proven proven) {
                Commit truth = SampleFrames.COMMITS.stream()
                        .filter(commit ->
                                commit.cid().toString().equals(proven.commit().toString()))
                        .findFirst()
                        .orElseThrow(() -> new AssertionError("nobody made this commit: " + proven.commit()));
                assertEquals(truth.did(), frame.did().value());
                assertEquals(truth.rev(), frame.rev().value());
                assertEquals(truth.data().toString(), proven.data().toString());
                assertSaysTheSame(truth, frame);
            }
        }
    }

    /// Ops may lead from another tree to the same one. Where they name the one that was there, they are the ops.
    private static void assertSaysTheSame(Commit truth, CommitFrame frame) {
        net.atrelay.sim.repo.Cid prevData = truth.prevData();
        if (String.valueOf(prevData).equals(String.valueOf(frame.prevData()))) {
            Set<String> ops = new HashSet<>();
            truth.ops().forEach(op -> ops.add(op.action() + op.path() + op.cid() + op.prev()));
            for (RepoOp op : frame.ops()) {
                String said = op.action().name().toLowerCase(java.util.Locale.ROOT) + op.path() + op.cid() + op.prev();
                assertTrue(ops.remove(said) || isIdle(op), () -> "made up: " + op);
            }
            assertTrue(ops.isEmpty(), () -> "left out: " + ops);
        }
    }

    /// An update to what was there already.
    private static boolean isIdle(RepoOp op) {
        return op.cid() != null && op.cid().equals(op.prev());
    }

    private static void onlyTheHeadIsProven(byte[] input) {
        if (!(FrameDecoder.decode(input) instanceof SyncFrame frame)) {
            return;
        }
        for (SigningKey key : KEYS) {
            if (PROVER.ofSync(frame, didKey(key), Strictness.STRICT) instanceof Proof.Proven proven) {
                assertTrue(SampleFrames.COMMITS.stream()
                        .anyMatch(commit ->
                                commit.cid().toString().equals(proven.commit().toString())
                                        && commit.rev().equals(frame.rev().value())
                                        && commit.did().equals(frame.did().value())));
            }
        }
    }

    static PublicKey publicKey(SigningKey key) {
        return assertInstanceOf(ParsedKey.Usable.class, DidKey.parse(didKey(key)))
                .key();
    }

    static String didKey(SigningKey key) {
        return "did:key:" + key.multikey();
    }

    static @Nullable PublicKey parsed(String text) {
        return DidKey.parse(text) instanceof ParsedKey.Usable(PublicKey key) ? key : null;
    }
}
