package net.atrelay.verify.core;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.atrelay.atproto.car.CarWriter;
import net.atrelay.atproto.cbor.CborFields;
import net.atrelay.atproto.cbor.CborWriter;
import net.atrelay.atproto.cid.Cid;
import org.jspecify.annotations.Nullable;

/// A `#commit` or `#sync` before it is written; true as [TestRepo] makes it, and open to lies.
public final class TestCommit {
    public String did;
    public String rev;

    @Nullable
    public String since;

    @Nullable
    public Cid prevData;

    public Cid data;
    String time = "2026-01-01T00:00:00.000Z";
    boolean tooBig;
    public boolean highS;
    String signedDid;
    String signedRev;

    /// Written in place of the true commit CID when not null.
    @Nullable
    public Cid claimedCommit;

    public byte @Nullable [] signed;

    public final List<Op> ops = new ArrayList<>();
    public final Map<Cid, byte[]> blocks = new LinkedHashMap<>();
    /// Roots of the CAR behind the commit.
    public final List<Cid> moreRoots = new ArrayList<>();
    /// Text fields that the lexicon does not know.
    final Map<String, String> surplus = new LinkedHashMap<>();

    public record Op(
            String action,
            String path,
            @Nullable Cid cid,
            @Nullable Cid prev) {}

    TestCommit(String did, String rev, Cid data) {
        this.did = did;
        this.rev = rev;
        this.data = data;
        this.signedDid = did;
        this.signedRev = rev;
    }

    /// As a host from before Sync 1.1 sends it.
    public TestCommit withoutPrevData() {
        prevData = null;
        return this;
    }

    /// The signed commit block; the same one each time only if a test keeps it in [#signed]: signatures are random.
    public byte[] signed() {
        if (signed != null) {
            return signed;
        }
        byte[] signature = TestKey.sign(block(null));
        return block(highS ? TestKey.highS(signature) : signature);
    }

    private byte[] block(byte @Nullable [] signature) {
        CborFields fields = new CborFields()
                .putText("did", signedDid)
                .putText("rev", signedRev)
                .put("data", new CborWriter().cid(data).toBytes())
                .put("prev", new CborWriter().nothing().toBytes())
                .putInteger("version", 3);
        if (signature != null) {
            fields.put("sig", new CborWriter().bytes(signature).toBytes());
        }
        CborWriter writer = new CborWriter();
        fields.writeTo(writer);
        return writer.toBytes();
    }

    /// The wire frame of a `#commit`.
    public byte[] commitFrame(long hostSeq) {
        byte[] commit = signed();
        Cid cid = Cid.ofDagCbor(commit);
        List<Cid> roots = new ArrayList<>(List.of(cid));
        roots.addAll(moreRoots);
        CarWriter car = new CarWriter(roots);
        blocks.forEach(car::block);
        car.dagCbor(commit);
        CborFields fields = new CborFields();
        surplus.forEach(fields::putText);
        fields.put("ops", encodedOps())
                .putText("rev", rev)
                .putInteger("seq", hostSeq)
                .putText("repo", did)
                .putText("time", time)
                .put("blobs", new CborWriter().arrayHeader(0).toBytes())
                .put(
                        "since",
                        since == null ? nothing() : new CborWriter().text(since).toBytes())
                .put("blocks", new CborWriter().bytes(car.toBytes()).toBytes())
                .put("commit", link(claimedCommit == null ? cid : claimedCommit))
                .putBoolean("rebase", false)
                .putBoolean("tooBig", tooBig);
        if (prevData != null) {
            fields.put("prevData", link(prevData));
        }
        return frame("#commit", fields);
    }

    /// The wire frame of a `#sync` of the same commit.
    public byte[] syncFrame(long hostSeq) {
        byte[] commit = signed();
        return syncFrame(
                hostSeq, new CarWriter(Cid.ofDagCbor(commit)).dagCbor(commit).toBytes());
    }

    byte[] syncFrame(long hostSeq, byte[] car) {
        CborFields fields = new CborFields();
        fields.putText("did", did)
                .putText("rev", rev)
                .putInteger("seq", hostSeq)
                .putText("time", time)
                .put("blocks", new CborWriter().bytes(car).toBytes());
        return frame("#sync", fields);
    }

    public static byte[] frame(String type, CborFields payload) {
        CborWriter writer = new CborWriter();
        new CborFields().putText("t", type).putInteger("op", 1).writeTo(writer);
        payload.writeTo(writer);
        return writer.toBytes();
    }

    private byte[] encodedOps() {
        CborWriter writer = new CborWriter().arrayHeader(ops.size());
        for (Op op : ops) {
            CborFields fields = new CborFields()
                    .putText("action", op.action())
                    .putText("path", op.path())
                    .put("cid", op.cid() == null ? nothing() : link(op.cid()));
            if (op.prev() != null) {
                fields.put("prev", link(op.prev()));
            }
            fields.writeTo(writer);
        }
        return writer.toBytes();
    }

    private static byte[] link(Cid cid) {
        return new CborWriter().cid(cid).toBytes();
    }

    private static byte[] nothing() {
        return new CborWriter().nothing().toBytes();
    }
}
