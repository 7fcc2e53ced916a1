package net.atrelay.atproto.stream;

import static net.atrelay.atproto.stream.MalformedFrame.because;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.atrelay.atproto.cbor.CborReader;
import net.atrelay.atproto.cbor.MalformedCbor;
import net.atrelay.atproto.cid.Cid;
import net.atrelay.atproto.stream.RepoOp.Action;
import net.atrelay.atproto.syntax.RecordPath;
import org.jspecify.annotations.Nullable;

/// Reads and checks the `ops` of a commit.
final class RepoOps {
    private static final byte[] CREATE = "create".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] UPDATE = "update".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] DELETE = "delete".getBytes(StandardCharsets.US_ASCII);
    /// Up to here comparing each with each is cheaper than a set.
    private static final int FEW = 8;

    private RepoOps() {}

    static List<RepoOp> read(EnvelopeFields fields, CborReader reader) throws MalformedCbor, MalformedFrame {
        int count = reader.readArrayHeader();
        if (count > FrameLimits.OPS_MAX) {
            throw because(FrameReason.OPS_TOO_MANY);
        }
        if (count == 1) {
            return List.of(readOp(fields, reader));
        }
        List<RepoOp> ops = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            ops.add(readOp(fields, reader));
        }
        return List.copyOf(ops);
    }

    /// No path twice in one commit.
    static void requireUniquePaths(List<RepoOp> ops) throws MalformedFrame {
        boolean unique = ops.size() <= FEW ? fewAreUnique(ops) : manyAreUnique(ops);
        if (!unique) {
            throw because(FrameReason.OP_DUPLICATE_PATH);
        }
    }

    private static RepoOp readOp(EnvelopeFields fields, CborReader reader) throws MalformedCbor, MalformedFrame {
        Action action = null;
        String path = null;
        Cid cid = null;
        boolean hasCid = false;
        Cid prev = null;
        int pairs = reader.readMapHeader();
        long key = CborReader.FIRST_KEY;
        for (int i = 0; i < pairs; i++) {
            key = reader.readKey(key);
            switch (FrameKey.of(reader, key)) {
                case ACTION -> action = readAction(reader);
                case PATH -> path = readPath(reader);
                case CID -> {
                    cid = reader.tryNull() ? null : reader.readCid();
                    hasCid = true;
                }
                case PREV -> prev = reader.readCid();
                default -> reader.skipItem(4);
            }
        }
        if (action == null || path == null || !hasCid) {
            throw because(FrameReason.MISSING_FIELD);
        }
        requireShape(action, cid, prev, fields.isStrict());
        return new RepoOp(action, path, cid, prev);
    }

    private static Action readAction(CborReader reader) throws MalformedCbor, MalformedFrame {
        long text = reader.readText();
        if (reader.textEquals(text, CREATE)) {
            return Action.CREATE;
        }
        if (reader.textEquals(text, UPDATE)) {
            return Action.UPDATE;
        }
        if (reader.textEquals(text, DELETE)) {
            return Action.DELETE;
        }
        throw because(FrameReason.OP_ACTION);
    }

    private static String readPath(CborReader reader) throws MalformedCbor, MalformedFrame {
        String path = reader.readString();
        if (!RecordPath.isValid(path)) {
            throw because(FrameReason.OP_PATH);
        }
        return path;
    }

    /// Create has a `cid` and no `prev`; update both; delete only `prev`. Old hosts leave `prev` out.
    private static void requireShape(Action action, @Nullable Cid cid, @Nullable Cid prev, boolean strict)
            throws MalformedFrame {
        boolean prevMayLack = !strict;
        boolean fits = switch (action) {
            case CREATE -> cid != null && prev == null;
            case UPDATE -> cid != null && (prev != null || prevMayLack);
            case DELETE -> cid == null && (prev != null || prevMayLack);
        };
        if (!fits) {
            throw because(FrameReason.OP_SHAPE);
        }
    }

    private static boolean fewAreUnique(List<RepoOp> ops) {
        for (int i = 1; i < ops.size(); i++) {
            for (int j = 0; j < i; j++) {
                if (ops.get(i).path().equals(ops.get(j).path())) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean manyAreUnique(List<RepoOp> ops) {
        Set<String> paths = new HashSet<>();
        for (RepoOp op : ops) {
            if (!paths.add(op.path())) {
                return false;
            }
        }
        return true;
    }
}
