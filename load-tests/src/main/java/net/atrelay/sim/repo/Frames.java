package net.atrelay.sim.repo;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Encodes stream frames (spec: event stream; lexicon: subscribeRepos) byte for byte as a host sends them: header map
/// and payload map, both with keys in canonical order.
public final class Frames {

    private Frames() {}

    /// A frame that only lacks its sequence number.
    @FunctionalInterface
    public interface Unsequenced {

        /// The whole frame under a host's sequence number.
        byte[] at(long hostSeq);
    }

    /// How a commit frame's payload is laid out: one sound way, and two that are valid CBOR but not canonical.
    public enum Layout {
        /// As the specification wants it.
        CANONICAL,
        /// `seq` stands before `ops` and `rev`.
        UNSORTED_KEYS,
        /// `seq` takes eight bytes.
        LONG_INTEGER
    }

    /// A `#commit` frame.
    public static Unsequenced commit(Commit commit, String time) {
        return commit(commit, time, Layout.CANONICAL);
    }

    /// A `#commit` frame in a chosen layout.
    public static Unsequenced commit(Commit commit, String time, Layout layout) {
        byte[] slice = commit.slice();
        return hostSeq -> {
            Dag out = header("#commit", slice.length + 1024).map(commit.prevData() == null ? 11 : 12);
            if (layout == Layout.UNSORTED_KEYS) {
                out.text("seq").integer(hostSeq);
            }
            ops(out.text("ops"), commit.ops()).text("rev").text(commit.rev());
            if (layout == Layout.CANONICAL) {
                out.text("seq").integer(hostSeq);
            } else if (layout == Layout.LONG_INTEGER) {
                out.text("seq").longInteger(hostSeq);
            }
            out.text("repo").text(commit.did()).text("time").text(time);
            out.text("blobs").array(0).text("since");
            orNil(out, commit.since()).text("blocks").bytes(slice);
            out.text("commit").link(commit.cid()).text("rebase").bool(false);
            out.text("tooBig").bool(false);
            Cid prevData = commit.prevData();
            return (prevData == null ? out : out.text("prevData").link(prevData)).toBytes();
        };
    }

    /// A `#sync` frame.
    public static Unsequenced sync(Commit commit, String time) {
        byte[] head = commit.head();
        return hostSeq -> did(header("#sync", 512), 5, commit.did())
                .text("rev")
                .text(commit.rev())
                .text("seq")
                .integer(hostSeq)
                .text("time")
                .text(time)
                .text("blocks")
                .bytes(head)
                .toBytes();
    }

    /// An `#identity` frame.
    ///
    /// @param handle null when the host does not state one
    public static Unsequenced identity(String did, @Nullable String handle, String time) {
        return hostSeq -> {
            Dag out = did(header("#identity", 160), handle == null ? 3 : 4, did);
            out.text("seq").integer(hostSeq).text("time").text(time);
            return (handle == null ? out : out.text("handle").text(handle)).toBytes();
        };
    }

    /// An `#account` frame.
    ///
    /// @param status why the account is not active; null when it is
    public static Unsequenced account(String did, @Nullable String status, String time) {
        return hostSeq -> {
            Dag out = did(header("#account", 160), status == null ? 4 : 5, did);
            out.text("seq").integer(hostSeq).text("time").text(time);
            out.text("active").bool(status == null);
            return (status == null ? out : out.text("status").text(status)).toBytes();
        };
    }

    /// A frame of a type nobody knows.
    public static Unsequenced unknown(String did, String time) {
        return hostSeq -> did(header("#novelty", 160), 3, did)
                .text("seq")
                .integer(hostSeq)
                .text("time")
                .text(time)
                .toBytes();
    }

    /// An `#info` frame, which has no sequence number.
    public static byte[] info(String name) {
        return header("#info", 64).map(1).text("name").text(name).toBytes();
    }

    /// An error frame, after which the sender closes.
    public static byte[] error(String name) {
        return new Dag(64)
                .map(1)
                .text("op")
                .integer(-1)
                .map(1)
                .text("error")
                .text(name)
                .toBytes();
    }

    private static Dag header(String type, int capacity) {
        return new Dag(capacity).map(2).text("t").text(type).text("op").integer(1);
    }

    private static Dag did(Dag out, int pairs, String did) {
        return out.map(pairs).text("did").text(did);
    }

    private static Dag orNil(Dag out, @Nullable String text) {
        return text == null ? out.nil() : out.text(text);
    }

    private static Dag ops(Dag out, List<RepoOp> ops) {
        out.array(ops.size());
        for (RepoOp op : ops) {
            Cid prev = op.prev();
            out.map(prev == null ? 3 : 4).text("cid");
            if (op.cid() == null) {
                out.nil();
            } else {
                out.link(Objects.requireNonNull(op.cid()));
            }
            out.text("path").text(op.path());
            if (prev != null) {
                out.text("prev").link(prev);
            }
            out.text("action").text(op.action());
        }
        return out;
    }
}
