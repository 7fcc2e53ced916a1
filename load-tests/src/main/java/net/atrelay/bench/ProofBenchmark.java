package net.atrelay.bench;

import java.util.concurrent.TimeUnit;
import net.atrelay.atproto.car.CarRoots;
import net.atrelay.atproto.car.CarSlice;
import net.atrelay.atproto.cbor.Drisl;
import net.atrelay.atproto.cbor.Extent;
import net.atrelay.atproto.cid.Cid;
import net.atrelay.atproto.cid.Sha256;
import net.atrelay.atproto.crypto.DidKey;
import net.atrelay.atproto.crypto.ParsedKey;
import net.atrelay.atproto.crypto.PublicKey;
import net.atrelay.atproto.crypto.SignatureVerifier;
import net.atrelay.atproto.crypto.SignatureVerifiers;
import net.atrelay.atproto.mst.OpInversion;
import net.atrelay.atproto.mst.TreeProof;
import net.atrelay.atproto.mst.VisibleTree;
import net.atrelay.atproto.repo.CollectionSet;
import net.atrelay.atproto.repo.SignedCommit;
import net.atrelay.atproto.stream.CommitFrame;
import net.atrelay.atproto.stream.Frame;
import net.atrelay.atproto.stream.FrameDecoder;
import net.atrelay.atproto.stream.Strictness;
import net.atrelay.verify.core.RepoProofs;
import net.atrelay.verify.core.RepoProofs.Proof;
import net.atrelay.verify.proof.RepoProver;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// What proving one commit costs, and what it cannot cost less than. The floor is the sum of `decode`, `hash` and
/// `signature`; `whole` is all that a frame goes through. Samples, so that the median tells the cost on a busy
/// machine as well.
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(value = 1, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class ProofBenchmark {
    private static final int COMMITS = 64;

    /// Records of the repo before: 10,000 are six or seven layers.
    @Param({"10000"})
    int records;

    private final SignatureVerifier verifier = SignatureVerifiers.best();
    private final RepoProofs prover = new RepoProver(verifier);
    private final byte[] scratch = new byte[Sha256.BYTES];
    private Sample[] samples = {};
    private String didKey = "";
    private CollectionSet known = CollectionSet.NONE;
    private int next;

    private record Sample(
            byte[] bytes,
            CommitFrame frame,
            CarSlice slice,
            VisibleTree tree,
            Cid data,
            byte[] digest,
            byte[] signature,
            PublicKey key) {}

    @Setup
    public void setUp() {
        CommitFrames commits = CommitFrames.of(records, COMMITS);
        didKey = commits.didKey();
        samples = commits.frames().stream()
                .map(frame -> sample(frame, commits.didKey()))
                .toArray(Sample[]::new);
        for (Sample sample : samples) {
            known = sample.tree.collections(known);
        }
        Sample first = samples[0];
        System.out.printf(
                "frame %d bytes, %d blocks, %d bytes of CAR%n",
                first.bytes.length, first.slice.blockCount(), first.frame.blocksLength());
    }

    private static Sample sample(byte[] bytes, String didKey) {
        CommitFrame frame = (CommitFrame) FrameDecoder.decode(bytes);
        CarSlice slice = slice(frame);
        SignedCommit commit = (SignedCommit) SignedCommit.decode(slice.bytes(), slice.find(slice.root()));
        PublicKey key = ((ParsedKey.Usable) DidKey.parse(didKey)).key();
        VisibleTree tree = VisibleTree.read(slice, commit.data());
        return new Sample(bytes, frame, slice, tree, commit.data(), commit.unsignedSha256(), commit.signature(), key);
    }

    private static CarSlice slice(CommitFrame frame) {
        return (CarSlice) CarSlice.parse(
                frame.envelope().bytes(), frame.blocksOffset(), frame.blocksLength(), CarRoots.EXACTLY_ONE);
    }

    /// The envelope and every block, each checked to be strict DRISL.
    @Benchmark
    public boolean decode() {
        Sample sample = sample();
        Frame frame = FrameDecoder.decode(sample.bytes);
        boolean valid = frame instanceof CommitFrame;
        CarSlice slice = sample.slice;
        for (int i = 0; i < slice.blockCount(); i++) {
            long block = slice.blockOf(i);
            valid &= Drisl.isValidMap(slice.bytes(), Extent.offset(block), Extent.length(block));
        }
        return valid;
    }

    /// SHA-256 of every block.
    @Benchmark
    public byte[] hash() {
        CarSlice slice = sample().slice;
        for (int i = 0; i < slice.blockCount(); i++) {
            long block = slice.blockOf(i);
            Sha256.into(slice.bytes(), Extent.offset(block), Extent.length(block), scratch, 0);
        }
        return scratch;
    }

    /// One secp256k1 signature under a key that was parsed before.
    @Benchmark
    public boolean signature() {
        Sample sample = sample();
        return verifier.verify(sample.key, sample.digest, sample.signature);
    }

    /// The slice alone: its sections, hashes and index.
    @Benchmark
    public CarSlice car() {
        return slice(sample().frame);
    }

    /// The tree alone: reading its nodes, checking the ops and undoing them.
    @Benchmark
    public TreeProof tree() {
        Sample sample = sample();
        return OpInversion.prove(sample.slice, sample.data, sample.frame.ops(), sample.frame.prevData());
    }

    /// What the tree shows of the repo's collections, once it has been read.
    @Benchmark
    public CollectionSet collections() {
        Sample sample = sample();
        return sample.tree.collections(known);
    }

    /// All that is proven of a frame that has been decoded.
    @Benchmark
    public Proof proof() {
        return proven(sample().frame);
    }

    /// From the received bytes to the proof.
    @Benchmark
    public Proof whole() {
        return proven((CommitFrame) FrameDecoder.decode(sample().bytes));
    }

    private Proof proven(CommitFrame frame) {
        Proof proof = prover.ofCommit(frame, didKey, Strictness.STRICT);
        if (proof instanceof Proof.Refused(var reason)) {
            throw new IllegalStateException("proof: " + reason + " (expected: proven)");
        }
        return proof;
    }

    private Sample sample() {
        next = (next + 1) % COMMITS;
        return samples[next];
    }
}
