package net.atrelay.atproto.repo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import net.atrelay.atproto.Mutations;
import net.atrelay.atproto.Seeds;
import net.atrelay.atproto.cbor.CborWriter;
import net.atrelay.atproto.cbor.Extent;
import net.atrelay.atproto.cid.Cid;
import net.atrelay.atproto.cid.Sha256;
import net.atrelay.atproto.syntax.Did;
import net.atrelay.atproto.syntax.Tid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignedCommitTest {
    /// What is signed of the vector V4 (protocol reference, appendix A).
    private static final String UNSIGNED =
            "a56364696478206469643a706c633a6162636465666768696a6b6c6d6e6f707172737475767778"
                    + "637265766d336d6264333537756d633232376464617461d82a58250001711220e0009fd63481056f948ac3814e55fcf89aeda083cd"
                    + "c49eb12174b2d6ba9b20916470726576f66776657273696f6e03";

    @Test
    void fieldsAreReadInPlace() {
        SignedCommit commit = taken(new CommitText().encoded());
        assertTrue(commit.isOf(new Did(CommitText.DID)));
        assertFalse(commit.isOf(new Did("did:plc:abcdefghijklmnopqrstuvwy")));
        assertFalse(commit.isOf(new Did(CommitText.DID + "z")));
        assertTrue(commit.isAt(new Tid(CommitText.REV)));
        assertFalse(commit.isAt(new Tid("3mbd357umc222")));
        assertEquals(CommitText.DATA, commit.data());
    }

    @Test
    void whatIsSignedIsTheKnownBytes() {
        Cid data = Objects.requireNonNull(Cid.parse("bafyreihaacp5mnebavxzjcwdqfhfl7hytlw2ba6nysplciluwlllvgzase"));
        byte[] signature = new byte[64];
        Arrays.fill(signature, (byte) 0x53);
        byte[] block = new CommitText()
                .with("data", new CborWriter().cid(data))
                .signature(signature)
                .encoded();
        SignedCommit commit = taken(block);
        byte[] unsigned = HexFormat.of().parseHex(UNSIGNED);
        assertArrayEquals(Sha256.of(unsigned, 0, unsigned.length), commit.unsignedSha256());
        assertEquals(
                "119e440cc49a8b4195dd51a02f91747e3c2f95eac94e057c1402dffacd23c235",
                HexFormat.of().formatHex(commit.unsignedSha256()));
        assertArrayEquals(signature, commit.signature());
    }

    /// The head of a map of 24 pairs is longer than that of 23.
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 16, 17, 18, 19, 300})
    void fieldsThatNobodyKnowsAreSignedToo(int extra) {
        CommitText signed = new CommitText();
        CommitText unsigned = new CommitText().without("sig");
        for (int i = 0; i < extra; i++) {
            String key = (i % 2 == 0 ? "a" : "zzzzzzzz") + i;
            signed.with(key, new CborWriter().integer(i));
            unsigned.with(key, new CborWriter().integer(i));
        }
        byte[] expected = unsigned.encoded();
        assertArrayEquals(
                Sha256.of(expected, 0, expected.length), taken(signed.encoded()).unsignedSha256());
    }

    @Test
    void versionIsThree() {
        taken(new CommitText().with("version", new CborWriter().integer(3)).encoded());
        assertRefused(
                CommitReason.COMMIT_VERSION,
                new CommitText().with("version", new CborWriter().integer(2)).encoded());
    }

    @ParameterizedTest
    @ValueSource(strings = {"did", "rev", "sig", "data", "prev", "version"})
    void everyFieldIsRequired(String key) {
        taken(new CommitText().without("none").encoded());
        assertRefused(
                CommitReason.COMMIT_FIELD_MISSING, new CommitText().without(key).encoded());
    }

    @Test
    void aSignatureHas64Bytes() {
        taken(new CommitText().signature(new byte[64]).encoded());
        for (int length : new int[] {0, 63, 65, 70}) {
            assertRefused(
                    CommitReason.SIGNATURE_LENGTH,
                    new CommitText().signature(new byte[length]).encoded());
        }
    }

    @Test
    void dataAndPrevLinkToDagCbor() {
        CborWriter raw = new CborWriter().cid(Cid.ofRaw(new byte[0]));
        taken(new CommitText()
                .with("prev", new CborWriter().cid(CommitText.DATA))
                .encoded());
        assertRefused(
                CommitReason.COMMIT_LINK, new CommitText().with("prev", raw).encoded());
        assertRefused(
                CommitReason.COMMIT_LINK, new CommitText().with("data", raw).encoded());
        assertRefused(
                CommitReason.COMMIT_FORM,
                new CommitText().with("data", new CborWriter().nothing()).encoded());
    }

    @Test
    void onlyOneStrictMapIsACommit() {
        byte[] block = new CommitText().encoded();
        taken(block);
        assertRefused(CommitReason.COMMIT_FORM, Arrays.copyOf(block, block.length + 1));
        assertRefused(CommitReason.COMMIT_FORM, Arrays.copyOf(block, block.length - 1));
        assertRefused(CommitReason.COMMIT_FORM, new byte[0]);
        assertRefused(CommitReason.COMMIT_FORM, new byte[] {(byte) 0x80});
        assertRefused(
                CommitReason.COMMIT_FORM,
                new CommitText().with("did", new CborWriter().integer(1)).encoded());
        byte[] unsorted = block.clone();
        unsorted[2] = 'z';
        assertRefused(CommitReason.COMMIT_FORM, unsorted);
    }

    @Test
    void aDamagedCommitIsTakenOrRefusedButNeverThrows() {
        Seeds.forEach(20_000, random -> {
            byte[] block = Mutations.damaged(new CommitText().encoded(), random);
            if (decoded(block) instanceof SignedCommit commit) {
                assertEquals(64, commit.signature().length);
                assertEquals(Sha256.BYTES, commit.unsignedSha256().length);
                assertTrue(commit.data().isDagCbor());
            }
        });
    }

    private static SignedCommit taken(byte[] block) {
        return assertInstanceOf(SignedCommit.class, decoded(block));
    }

    private static void assertRefused(CommitReason expected, byte[] block) {
        assertEquals(new CommitDecoded.Malformed(expected), decoded(block));
    }

    /// Decodes the block out of the middle of an array.
    private static CommitDecoded decoded(byte[] block) {
        byte[] around = Mutations.spliced(new byte[20], 7, 0, block);
        return SignedCommit.decode(around, Extent.of(7, block.length));
    }
}
