package net.atrelay.atproto.repo;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.atrelay.atproto.cbor.CborWriter;
import net.atrelay.atproto.cbor.Extent;
import net.atrelay.atproto.cid.Cid;
import net.atrelay.atproto.cid.Sha256;
import net.atrelay.atproto.syntax.Did;
import net.atrelay.atproto.syntax.Tid;

/// A signed commit of repository format 3, where it lies in the received bytes (spec: repository, Commit Objects):
///
/// ```
/// commit = { "did": text, "rev": text, "sig": 64 bytes, "data": link, "prev": link or null, "version": 3, * other }
/// ```
/// What is signed is the same map without `sig`. That is cut out of the received bytes and not written anew, so fields
/// that nobody knows are covered as well (protocol reference §4.1). Immutable.
public final class SignedCommit implements CommitDecoded {
    private final byte[] bytes;
    private final CommitFields fields;

    SignedCommit(byte[] bytes, CommitFields fields) {
        this.bytes = bytes;
        this.fields = fields;
    }

    /// Reads a block that is a piece of an array. The array is kept, not copied.
    ///
    /// @param block [Extent] of the block
    public static CommitDecoded decode(byte[] bytes, long block) {
        return CommitFields.decode(bytes, block);
    }

    /// Whether `did` is this account.
    public boolean isOf(Did did) {
        return isText(fields.did, did.value());
    }

    /// Whether `rev` is this revision.
    public boolean isAt(Tid rev) {
        return isText(fields.rev, rev.value());
    }

    /// Root of the tree.
    public Cid data() {
        return Cid.at(bytes, fields.dataOffset);
    }

    /// The 64 bytes of the signature, as a new array.
    public byte[] signature() {
        return Arrays.copyOfRange(bytes, Extent.offset(fields.signature), Extent.end(fields.signature));
    }

    /// SHA-256 of what is signed, as a new array.
    public byte[] unsignedSha256() {
        byte[] head = new CborWriter(0).mapHeader(fields.pairs - 1).toBytes();
        return Sha256.ofSpliced(
                head,
                bytes,
                fields.firstPairOffset,
                fields.signaturePairOffset,
                Extent.end(fields.signature),
                Extent.end(fields.block));
    }

    private boolean isText(long extent, String expected) {
        byte[] ascii = expected.getBytes(StandardCharsets.ISO_8859_1);
        return Arrays.equals(bytes, Extent.offset(extent), Extent.end(extent), ascii, 0, ascii.length);
    }
}
