package net.atrelay.verify.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.atrelay.atproto.crypto.SignatureVerifiers;
import net.atrelay.atproto.stream.CommitFrame;
import net.atrelay.atproto.stream.FrameDecoder;
import net.atrelay.atproto.stream.Strictness;
import net.atrelay.verify.core.RepoProofs.Proof;
import net.atrelay.verify.core.TestKey;
import net.atrelay.verify.core.TestRepo;
import org.junit.jupiter.api.Test;

/// Damaged frames: proving never throws, and what is proven after all is what the host signed and did.
class RepoProverFuzzTest {
    private static final int RUNS = 20_000;
    private static final int BYTES_CHANGED_MAX = 3;

    private final RepoProver prover = new RepoProver(SignatureVerifiers.best());

    @Test
    void onlyWhatWasSignedIsProven() {
        List<byte[]> frames = frames();
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < RUNS; i++) {
            byte[] frame = frames.get(random.nextInt(frames.size()));
            CommitFrame sound = (CommitFrame) FrameDecoder.decode(frame);
            Strictness policy = random.nextBoolean() ? Strictness.STRICT : Strictness.LENIENT;
            if (FrameDecoder.decode(damaged(frame, random), policy) instanceof CommitFrame damaged
                    && prover.ofCommit(damaged, TestKey.DID_KEY, policy) instanceof Proof.Proven proven) {
                String where = "seed: " + seed + " run: " + i;
                assertEquals(sound.commit(), proven.commit(), where);
                assertEquals(sound.rev(), damaged.rev(), where);
                assertEquals(sound.envelope().did(), damaged.envelope().did(), where);
                if (policy == Strictness.STRICT) {
                    assertEquals(sound.ops(), damaged.ops(), where);
                    assertEquals(sound.prevData(), damaged.prevData(), where);
                }
            }
        }
    }

    private static List<byte[]> frames() {
        TestRepo repo = new TestRepo("did:plc:abcdefghijklmnopqrstuvwx", 1_767_225_660_000_000L);
        List<byte[]> frames = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            frames.add(repo.put("3aaa" + i, "record " + i).commitFrame(i + 1));
        }
        frames.add(repo.put("3aaa5", "changed").commitFrame(20));
        frames.add(repo.put("3aaa7", null).commitFrame(21));
        frames.add(repo.commit().commitFrame(22));
        return frames;
    }

    private static byte[] damaged(byte[] frame, Random random) {
        byte[] copy = frame.clone();
        for (int i = random.nextInt(BYTES_CHANGED_MAX); i >= 0; i--) {
            int at = random.nextInt(copy.length);
            copy[at] = (byte) (random.nextBoolean() ? copy[at] ^ 1 << random.nextInt(8) : random.nextInt());
        }
        return copy;
    }
}
