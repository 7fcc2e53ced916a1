package net.atrelay.atproto.repo;

import static net.atrelay.atproto.repo.MalformedCommit.because;

import java.nio.charset.StandardCharsets;
import net.atrelay.atproto.cbor.CborReader;
import net.atrelay.atproto.cbor.Extent;
import net.atrelay.atproto.cbor.MalformedCbor;
import net.atrelay.atproto.cid.Cid;
import net.atrelay.atproto.crypto.SignatureVerifier;

/// Finds the fields of a signed commit, each as an extent or offset. Written by [#decode] only.
final class CommitFields {
    private static final byte[] DID = ascii("did");
    private static final byte[] REV = ascii("rev");
    private static final byte[] SIG = ascii("sig");
    private static final byte[] DATA = ascii("data");
    private static final byte[] PREV = ascii("prev");
    private static final byte[] VERSION = ascii("version");
    private static final int REQUIRED_COUNT = 6;
    private static final int FORMAT = 3;

    final long block;
    int pairs;
    int firstPairOffset;
    long did;
    long rev;
    long signature;
    int signaturePairOffset;
    int dataOffset;

    private final byte[] bytes;
    private final CborReader reader;
    private int requiredSeen;

    private CommitFields(byte[] bytes, long block) {
        this.bytes = bytes;
        this.block = block;
        this.reader = new CborReader(bytes, Extent.offset(block), Extent.end(block));
    }

    static CommitDecoded decode(byte[] bytes, long block) {
        try {
            CommitFields fields = new CommitFields(bytes, block);
            fields.readAll();
            return new SignedCommit(bytes, fields);
        } catch (MalformedCbor malformed) {
            return new CommitDecoded.Malformed(CommitReason.COMMIT_FORM);
        } catch (MalformedCommit malformed) {
            return new CommitDecoded.Malformed(malformed.reason());
        }
    }

    private void readAll() throws MalformedCbor, MalformedCommit {
        pairs = reader.readMapHeader();
        firstPairOffset = reader.position();
        long key = CborReader.FIRST_KEY;
        for (int i = 0; i < pairs; i++) {
            int pairOffset = reader.position();
            key = reader.readKey(key);
            if (readRequired(key, pairOffset)) {
                requiredSeen++;
            } else {
                reader.skipItem(2);
            }
        }
        reader.expectEnd();
        // No key comes twice, so the count tells that all were there.
        require(requiredSeen == REQUIRED_COUNT, CommitReason.COMMIT_FIELD_MISSING);
    }

    private boolean readRequired(long key, int pairOffset) throws MalformedCbor, MalformedCommit {
        if (reader.textEquals(key, DID)) {
            did = reader.readText();
        } else if (reader.textEquals(key, REV)) {
            rev = reader.readText();
        } else if (reader.textEquals(key, SIG)) {
            signature = reader.readBytes();
            signaturePairOffset = pairOffset;
            require(Extent.length(signature) == SignatureVerifier.SIGNATURE_BYTES, CommitReason.SIGNATURE_LENGTH);
        } else if (reader.textEquals(key, DATA)) {
            dataOffset = readDagCborLink();
        } else if (reader.textEquals(key, PREV)) {
            if (!reader.tryNull()) {
                readDagCborLink();
            }
        } else if (reader.textEquals(key, VERSION)) {
            require(reader.readLong() == FORMAT, CommitReason.COMMIT_VERSION);
        } else {
            return false;
        }
        return true;
    }

    private int readDagCborLink() throws MalformedCbor, MalformedCommit {
        long link = reader.readSha256Link();
        int offset = Extent.offset(link);
        require(Extent.length(link) == Cid.BYTES && Cid.isDagCbor(bytes, offset), CommitReason.COMMIT_LINK);
        return offset;
    }

    private static void require(boolean holds, CommitReason otherwise) throws MalformedCommit {
        if (!holds) {
            throw because(otherwise);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
