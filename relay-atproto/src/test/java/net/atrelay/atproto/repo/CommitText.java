package net.atrelay.atproto.repo;

import java.util.HashMap;
import java.util.Map;
import net.atrelay.atproto.cbor.CborFields;
import net.atrelay.atproto.cbor.CborWriter;
import net.atrelay.atproto.cid.Cid;

/// A commit block as a test says it, right or wrong.
final class CommitText {
    static final Cid DATA = Cid.ofDagCbor(new byte[] {1});
    static final String DID = "did:plc:abcdefghijklmnopqrstuvwx";
    static final String REV = "3mbd357umc227";

    private final Map<String, CborWriter> values = new HashMap<>();

    CommitText() {
        with("did", new CborWriter().text(DID)).with("rev", new CborWriter().text(REV));
        with("sig", new CborWriter().bytes(new byte[64])).with("data", new CborWriter().cid(DATA));
        with("prev", new CborWriter().nothing()).with("version", new CborWriter().integer(3));
    }

    CommitText with(String key, CborWriter value) {
        values.put(key, value);
        return this;
    }

    CommitText without(String key) {
        values.remove(key);
        return this;
    }

    CommitText signature(byte[] bytes) {
        return with("sig", new CborWriter().bytes(bytes));
    }

    byte[] encoded() {
        CborFields fields = new CborFields();
        values.forEach((key, value) -> fields.put(key, value.toBytes()));
        CborWriter out = new CborWriter();
        fields.writeTo(out);
        return out.toBytes();
    }
}
