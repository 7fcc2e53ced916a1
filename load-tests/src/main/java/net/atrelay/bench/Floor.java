package net.atrelay.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import net.atrelay.atproto.car.CarRoots;
import net.atrelay.atproto.car.CarSlice;
import net.atrelay.atproto.cbor.Drisl;
import net.atrelay.atproto.cbor.Extent;
import net.atrelay.atproto.cid.Sha256;
import net.atrelay.atproto.crypto.DidKey;
import net.atrelay.atproto.crypto.ParsedKey;
import net.atrelay.atproto.crypto.PublicKey;
import net.atrelay.atproto.crypto.SignatureVerifier;
import net.atrelay.atproto.crypto.SignatureVerifiers;
import net.atrelay.atproto.mst.OpInversion;
import net.atrelay.atproto.mst.TreeProof;
import net.atrelay.atproto.repo.SignedCommit;
import net.atrelay.atproto.stream.CommitFrame;
import net.atrelay.atproto.stream.FrameDecoder;

/// The least that verifying commits can cost: on one thread, with nothing around it, the strict decoding of frame and
/// blocks, a hash of each block, the signature, and undoing the ops in the tree. Each is timed over many frames by the
/// thread's processor time, so a busy machine counts little. Used by one thread.
public final class Floor {
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final SignatureVerifier verifier = SignatureVerifiers.best();
    private final byte[] digest = new byte[Sha256.BYTES];
    private final Map<String, PublicKey> keys = new HashMap<>();

    /// Processor time of each step, for so many frames.
    ///
    /// @param frameBytes length of all frames together
    record Cost(
            int frames, long frameBytes, long decodeNanos, long hashNanos, long signatureNanos, long inversionNanos) {
        static final Cost NONE = new Cost(0, 0, 0, 0, 0, 0);

        /// The cost of such words.
        static Cost of(List<String> words) {
            Iterator<String> word = words.iterator();
            return new Cost(
                    Integer.parseInt(word.next()),
                    Long.parseLong(word.next()),
                    Long.parseLong(word.next()),
                    Long.parseLong(word.next()),
                    Long.parseLong(word.next()),
                    Long.parseLong(word.next()));
        }

        /// This cost as words, for another process.
        List<String> words() {
            return LongStream.of(frames, frameBytes, decodeNanos, hashNanos, signatureNanos, inversionNanos)
                    .mapToObj(Long::toString)
                    .toList();
        }

        Cost plus(Cost other) {
            return new Cost(
                    frames + other.frames,
                    frameBytes + other.frameBytes,
                    decodeNanos + other.decodeNanos,
                    hashNanos + other.hashNanos,
                    signatureNanos + other.signatureNanos,
                    inversionNanos + other.inversionNanos);
        }

        long nanos() {
            return decodeNanos + hashNanos + signatureNanos + inversionNanos;
        }
    }

    private record Sample(CommitFrame frame, CarSlice slice, SignedCommit commit, byte[] unsigned, PublicKey key) {}

    /// Does all of it for one frame; whether it is sound.
    ///
    /// @param didKey of its account, as `did:key:z…`
    public boolean isSound(String didKey, byte[] frame) {
        Sample sample = sample(new SignedFrame(didKey, frame));
        return areMaps(sample) && hash(sample) && verify(sample) && invert(sample);
    }

    Cost measure(List<SignedFrame> frames) {
        List<Sample> samples = frames.stream().map(this::sample).toList();
        return new Cost(
                frames.size(),
                frames.stream().mapToLong(frame -> frame.bytes().length).sum(),
                nanos(samples, Floor::decode),
                nanos(samples, this::hash),
                nanos(samples, this::verify),
                nanos(samples, Floor::invert));
    }

    private Sample sample(SignedFrame signed) {
        CommitFrame frame = (CommitFrame) FrameDecoder.decode(signed.bytes());
        CarSlice slice = (CarSlice) CarSlice.parse(
                frame.envelope().bytes(), frame.blocksOffset(), frame.blocksLength(), CarRoots.EXACTLY_ONE);
        SignedCommit commit = (SignedCommit) SignedCommit.decode(slice.bytes(), slice.find(slice.root()));
        PublicKey key =
                keys.computeIfAbsent(signed.didKey(), didKey -> ((ParsedKey.Usable) DidKey.parse(didKey)).key());
        return new Sample(frame, slice, commit, commit.unsignedSha256(), key);
    }

    private long nanos(List<Sample> samples, Predicate<Sample> step) {
        long beganNanos = threads.getCurrentThreadCpuTime();
        for (Sample sample : samples) {
            if (!step.test(sample)) {
                throw new IllegalStateException("sample: refused (expected: sound frames)");
            }
        }
        return threads.getCurrentThreadCpuTime() - beganNanos;
    }

    private static boolean decode(Sample sample) {
        boolean isSound = FrameDecoder.decode(sample.frame.envelope().bytes()) instanceof CommitFrame;
        return isSound && areMaps(sample);
    }

    private static boolean areMaps(Sample sample) {
        boolean isSound = true;
        CarSlice slice = sample.slice;
        for (int i = 0; i < slice.blockCount(); i++) {
            long block = slice.blockOf(i);
            isSound &= Drisl.isValidMap(slice.bytes(), Extent.offset(block), Extent.length(block));
        }
        return isSound;
    }

    private boolean hash(Sample sample) {
        CarSlice slice = sample.slice;
        for (int i = 0; i < slice.blockCount(); i++) {
            long block = slice.blockOf(i);
            Sha256.into(slice.bytes(), Extent.offset(block), Extent.length(block), digest, 0);
        }
        return slice.blockCount() > 0;
    }

    private boolean verify(Sample sample) {
        return verifier.verify(sample.key, sample.unsigned, sample.commit.signature());
    }

    private static boolean invert(Sample sample) {
        return OpInversion.prove(sample.slice, sample.commit.data(), sample.frame.ops(), sample.frame.prevData())
                instanceof TreeProof.Proven;
    }
}
