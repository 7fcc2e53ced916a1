package net.atrelay.verify.core;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import net.atrelay.atproto.car.CarRoots;
import net.atrelay.atproto.car.CarSlice;
import net.atrelay.atproto.cbor.CborValue;
import net.atrelay.atproto.cbor.CborValue.Array;
import net.atrelay.atproto.cbor.CborValue.Bytes;
import net.atrelay.atproto.cbor.CborValue.Fields;
import net.atrelay.atproto.cbor.CborValue.Int;
import net.atrelay.atproto.cbor.CborValue.Link;
import net.atrelay.atproto.cbor.CborValue.Text;
import net.atrelay.atproto.cbor.MalformedCbor;
import net.atrelay.atproto.cid.Cid;
import net.atrelay.atproto.stream.CommitFrame;
import net.atrelay.atproto.stream.Envelope;
import net.atrelay.atproto.stream.RepoOp;
import net.atrelay.atproto.stream.Strictness;
import net.atrelay.atproto.stream.SyncFrame;
import net.atrelay.atproto.syntax.Tid;
import org.jspecify.annotations.Nullable;

/// Proofs the plain way, for slices that hold the whole tree: reads all entries, undoes the ops in a sorted map and
/// builds
/// the tree before anew.
public final class TestProofs implements RepoProofs {
    private final Runnable beforeEach;

    /// @param beforeEach run before each proof; may throw
    public TestProofs(Runnable beforeEach) {
        this.beforeEach = beforeEach;
    }

    private static final class Refusal extends Exception {
        private static final long serialVersionUID = 1L;

        private final Reason reason;

        Refusal(Reason reason) {
            super(reason.name());
            this.reason = reason;
        }
    }

    @Override
    public Proof ofCommit(CommitFrame frame, String signingKey, Strictness policy) {
        beforeEach.run();
        try {
            CarSlice car = slice(frame.envelope(), frame.blocksOffset(), frame.blocksLength());
            require(car.root().equals(frame.commit()), Reason.COMMIT_INVALID);
            Cid data = data(car, frame.envelope(), frame.rev(), signingKey);
            Set<Reason> notices = EnumSet.noneOf(Reason.class);
            if (!frame.ops().isEmpty()) {
                checkTree(car, data, frame, notices);
            } else if (!Objects.equals(frame.prevData(), data) && frame.prevData() != null) {
                notices.add(Reason.INVERSION_FAILED);
            }
            if (policy == Strictness.STRICT && !notices.isEmpty()) {
                return new Proof.Refused(notices.iterator().next());
            }
            return new Proof.Proven(car.root(), data, notices);
        } catch (Refusal e) {
            return new Proof.Refused(e.reason);
        } catch (MalformedCbor | ClassCastException | NullPointerException e) {
            return new Proof.Refused(Reason.COMMIT_INVALID);
        }
    }

    @Override
    public Proof ofSync(SyncFrame frame, String signingKey, Strictness policy) {
        beforeEach.run();
        try {
            CarSlice car = slice(frame.envelope(), frame.blocksOffset(), frame.blocksLength());
            return new Proof.Proven(car.root(), data(car, frame.envelope(), frame.rev(), signingKey), Set.of());
        } catch (Refusal e) {
            return new Proof.Refused(e.reason);
        } catch (MalformedCbor | ClassCastException | NullPointerException e) {
            return new Proof.Refused(Reason.COMMIT_INVALID);
        }
    }

    private static CarSlice slice(Envelope envelope, int offset, int length) throws Refusal {
        if (CarSlice.parse(envelope.bytes(), offset, length, CarRoots.EXACTLY_ONE) instanceof CarSlice car) {
            return car;
        }
        throw new Refusal(Reason.COMMIT_INVALID);
    }

    /// The root of the tree by a commit block that is signed and says what the message says.
    private static Cid data(CarSlice car, Envelope envelope, Tid rev, String signingKey) throws Refusal, MalformedCbor {
        Fields commit = fields(car, car.root(), Reason.COMMIT_INVALID);
        require(new Text(envelope.did().value()).equals(commit.field("did")), Reason.COMMIT_INVALID);
        require(new Text(rev.value()).equals(commit.field("rev")), Reason.COMMIT_INVALID);
        Map<String, CborValue> unsigned = new HashMap<>(commit.fields());
        byte[] signature = ((Bytes) Objects.requireNonNull(unsigned.remove("sig"))).value();
        require(signature.length == 64, Reason.COMMIT_INVALID);
        require(!signingKey.startsWith("did:key:z6Mk"), Reason.KEY_UNUSABLE);
        require(TestKey.verifies(signingKey, new Fields(unsigned).encode(), signature), Reason.SIGNATURE_INVALID);
        return cid(commit.field("data"));
    }

    private static void checkTree(CarSlice car, Cid data, CommitFrame frame, Set<Reason> notices)
            throws Refusal, MalformedCbor {
        SortedMap<String, Cid> entries = new TreeMap<>();
        read(car, data, entries);
        for (RepoOp op : frame.ops()) {
            require(Objects.equals(entries.get(op.path()), op.cid()), Reason.OPS_UNTRUE);
            if (op.cid() != null) {
                fields(car, op.cid(), Reason.RECORD_INVALID);
            }
        }
        for (RepoOp op : frame.ops()) {
            Cid prev = op.prev();
            if (prev == null) {
                entries.remove(op.path());
            } else {
                entries.put(op.path(), prev);
            }
        }
        Cid before = new TestTree(entries).root;
        Cid claimed = frame.prevData() == null ? new TestTree(new TreeMap<>()).root : frame.prevData();
        boolean first = frame.prevData() == null && frame.since() != null;
        if (!first && !before.equals(claimed)) {
            notices.add(Reason.INVERSION_FAILED);
        }
    }

    private static void read(CarSlice car, Cid node, SortedMap<String, Cid> entries) throws Refusal, MalformedCbor {
        Fields fields = fields(car, node, Reason.TREE_INVALID);
        if (fields.field("l") instanceof Link left) {
            read(car, cid(left), entries);
        }
        String path = "";
        for (CborValue element : ((Array) Objects.requireNonNull(fields.field("e"))).elements()) {
            Fields entry = (Fields) element;
            Int shared = (Int) Objects.requireNonNull(entry.field("p"));
            byte[] rest = ((Bytes) Objects.requireNonNull(entry.field("k"))).value();
            path = path.substring(0, (int) shared.value())
                    + new String(rest, java.nio.charset.StandardCharsets.US_ASCII);
            entries.put(path, cid(entry.field("v")));
            if (entry.field("t") instanceof Link right) {
                read(car, cid(right), entries);
            }
        }
    }

    private static Fields fields(CarSlice car, Cid cid, Reason otherwise) throws Refusal, MalformedCbor {
        long block = car.find(cid);
        require(block != CarSlice.ABSENT, otherwise);
        return (Fields) CborValue.decode(car.copyOf(block));
    }

    private static Cid cid(@Nullable CborValue link) {
        return Objects.requireNonNull(Cid.fromBytes(((Link) Objects.requireNonNull(link)).binaryCid()));
    }

    private static void require(boolean holds, Reason otherwise) throws Refusal {
        if (!holds) {
            throw new Refusal(otherwise);
        }
    }
}
