package net.atrelay.verify.core;

import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import net.atrelay.atproto.cbor.CborWriter;
import net.atrelay.atproto.cid.Cid;
import net.atrelay.atproto.syntax.Tid;
import org.jspecify.annotations.Nullable;

/// A repo that makes true commits of itself, signed with [TestKey].
public final class TestRepo {
    static final String COLLECTION = "com.example.note/";

    private final String did;
    private final SortedMap<String, Cid> entries = new TreeMap<>();
    private long revMicros;

    @Nullable
    String rev;

    @Nullable
    Cid data;

    public TestRepo(String did, long revMicros) {
        this.did = did;
        this.revMicros = revMicros;
    }

    /// Writes `text` under this record key (null deletes it) and commits.
    public TestCommit put(String rkey, @Nullable String text) {
        return putAt(COLLECTION + rkey, text);
    }

    /// As [#put], under any path.
    public TestCommit putAt(String path, @Nullable String text) {
        Cid before = entries.get(path);
        if (text == null) {
            entries.remove(path);
            TestCommit commit = commit();
            commit.ops.add(new TestCommit.Op("delete", path, null, before));
            return commit;
        }
        byte[] record = new CborWriter()
                .mapHeader(2)
                .text("text")
                .text(text)
                .text("$type")
                .text("com.example.note")
                .toBytes();
        Cid cid = Cid.ofDagCbor(record);
        entries.put(path, cid);
        TestCommit commit = commit();
        commit.ops.add(new TestCommit.Op(before == null ? "create" : "update", path, cid, before));
        commit.blocks.put(cid, record);
        return commit;
    }

    /// The repo's next revs are from then on: it was restored from a backup at that time.
    void restoredAt(long micros) {
        revMicros = micros;
    }

    /// A commit without ops whose rev lies so many microseconds off this one.
    TestCommit commitOfRev(String other, long microsOff) {
        Tid tid = Tid.of(Objects.requireNonNull(Tid.parse(other)).micros() + microsOff, 0);
        return new TestCommit(did, tid.value(), new TestTree(entries).root);
    }

    /// A commit without ops, as at the birth of a repo and as the content of a `#sync`.
    public TestCommit commit() {
        TestTree tree = new TestTree(entries);
        String next = Tid.of(++revMicros, 0).value();
        TestCommit commit = new TestCommit(did, next, tree.root);
        commit.since = rev;
        commit.prevData = data;
        commit.blocks.putAll(tree.nodes);
        rev = next;
        data = tree.root;
        return commit;
    }
}
