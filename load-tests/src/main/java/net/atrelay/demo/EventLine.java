package net.atrelay.demo;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import net.atrelay.atproto.stream.AccountFrame;
import net.atrelay.atproto.stream.CommitFrame;
import net.atrelay.atproto.stream.ErrorFrame;
import net.atrelay.atproto.stream.Frame;
import net.atrelay.atproto.stream.FrameDecoder;
import net.atrelay.atproto.stream.IdentityFrame;
import net.atrelay.atproto.stream.InfoFrame;
import net.atrelay.atproto.stream.RepoOp;
import net.atrelay.atproto.stream.SyncFrame;
import net.atrelay.sim.FrameParts;

/// One event that came out, in words.
///
/// @param type `#commit` and so on
/// @param host where the account lives; empty when that is not known
/// @param account its handle, or its DID when that is not known
/// @param what what happened
record EventLine(long seq, String type, String host, String account, String what) {
    private static final int OPS_SHOWN = 1;

    /// @param host where an account lives; empty when it is not known
    /// @param account its handle, or its DID
    record Who(String host, String account) {}

    /// @param directory who a DID is
    static EventLine of(byte[] frame, Function<String, Who> directory) {
        FrameParts parts = FrameParts.of(frame);
        Who who = directory.apply(Objects.requireNonNullElse(parts.did(), ""));
        return new EventLine(
                Objects.requireNonNullElse(parts.seq(), 0L),
                Objects.requireNonNullElse(parts.type(), "?"),
                who.host(),
                who.account(),
                words(FrameDecoder.decode(frame)));
    }

    private static String words(Frame frame) {
        return switch (frame) {
            case CommitFrame commit -> words(commit.ops());
            case SyncFrame sync -> "repo is at " + sync.rev().value();
            case IdentityFrame identity -> identity.handle() == null ? "no handle" : "handle " + identity.handle();
            case AccountFrame account ->
                account.active() ? "active" : Objects.requireNonNullElse(account.status(), "?");
            case InfoFrame _, ErrorFrame _, Frame.UnknownType _, Frame.UnknownOp _, Frame.Malformed _ -> "";
        };
    }

    private static String words(List<RepoOp> ops) {
        if (ops.isEmpty()) {
            return "no change of records";
        }
        StringBuilder words = new StringBuilder();
        for (RepoOp op : ops.subList(0, Math.min(OPS_SHOWN, ops.size()))) {
            words.append(sign(op)).append(' ').append(op.path());
        }
        if (ops.size() > OPS_SHOWN) {
            words.append(" and ").append(ops.size() - OPS_SHOWN).append(" more");
        }
        return words.toString();
    }

    private static char sign(RepoOp op) {
        return switch (op.action()) {
            case CREATE -> '+';
            case UPDATE -> '~';
            case DELETE -> '-';
        };
    }
}
