package net.atrelay.store.record;

import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import net.atrelay.atproto.cid.Cid;
import net.atrelay.atproto.repo.CollectionSet;
import net.atrelay.atproto.syntax.Did;
import net.atrelay.store.account.AccountState;
import net.atrelay.store.account.ForcedLookUps;
import net.atrelay.store.account.ForcedLookUps.ForcedLookUp;
import net.atrelay.store.account.HostMark;
import net.atrelay.store.account.IdentityRecord;
import net.atrelay.store.account.LocalStatus;
import net.atrelay.store.account.RepoHead;
import net.atrelay.store.account.UpstreamStatus;
import org.jspecify.annotations.Nullable;

/// Account states as they are stored under their DIDs. Layout, version 4:
///
///     [4, host|null, local, active, status|null, enteredAt, collections,
///      null | [rev, commit, data, desynchronized, listedRev|null],
///      null | [kind, signingKey|null, pdsHost|null, fetchedAt, purgedAt, [host, forcedAt, …]],
///      [host, epoch, hostSeq, …]]
///
/// Version 3 had one `forcedAt` for all hosts, which is not read: a refresh may then be forced again a little early.
/// Version 2 was without `collections` and `listedRev`, version 1 without `enteredAt` too. CIDs are their 36 bytes,
/// collections those of [CollectionSet]; enums are numbers in the order of their constants, which is part of the
/// format.
public final class AccountCodec {
    public static final int VERSION = 4;

    private static final String NAME = "account";
    private static final int FIELDS = 9;
    private static final LocalStatus[] LOCAL = LocalStatus.values();
    private static final IdentityRecord.Kind[] KINDS = IdentityRecord.Kind.values();

    private AccountCodec() {}

    public static byte[] encode(AccountState state) {
        return RecordWriter.encode(VERSION, FIELDS, cbor -> write(state, cbor));
    }

    public static AccountState decode(Did did, byte[] bytes) {
        try (RecordReader in = new RecordReader(NAME, VERSION, bytes)) {
            AccountFacts facts = readFacts(in);
            RepoHead head = readHead(in);
            IdentityRecord identity = readIdentity(in);
            List<HostMark> marks = readMarks(in);
            in.end();
            return new AccountState(
                    did,
                    facts.local(),
                    facts.upstream(),
                    head,
                    facts.host(),
                    identity,
                    marks,
                    facts.enteredAtMicros(),
                    facts.collections());
        }
    }

    /// The first fields, without decoding the rest.
    public static AccountFacts factsOf(byte[] bytes) {
        try (RecordReader in = new RecordReader(NAME, VERSION, bytes)) {
            return readFacts(in);
        }
    }

    private static void write(AccountState state, CBORGenerator cbor) throws IOException {
        RecordWriter.writeText(cbor, state.host());
        cbor.writeNumber(state.local().ordinal());
        cbor.writeBoolean(state.upstream().active());
        RecordWriter.writeText(cbor, state.upstream().status());
        cbor.writeNumber(state.enteredAtMicros());
        cbor.writeBinary(state.collections().encoded());
        writeHead(state.head(), cbor);
        writeIdentity(state.identity(), cbor);
        cbor.writeStartArray(null, state.marks().size() * 3);
        for (HostMark mark : state.marks()) {
            cbor.writeString(mark.host());
            cbor.writeNumber(mark.epoch());
            cbor.writeNumber(mark.hostSeq());
        }
        cbor.writeEndArray();
    }

    private static void writeHead(@Nullable RepoHead head, CBORGenerator cbor) throws IOException {
        if (head == null) {
            cbor.writeNull();
            return;
        }
        cbor.writeStartArray(null, 5);
        cbor.writeString(head.rev());
        cbor.writeBinary(head.commit().toBytes());
        cbor.writeBinary(head.data().toBytes());
        cbor.writeBoolean(head.desynchronized());
        RecordWriter.writeText(cbor, head.listedRev());
        cbor.writeEndArray();
    }

    private static void writeIdentity(@Nullable IdentityRecord identity, CBORGenerator cbor) throws IOException {
        if (identity == null) {
            cbor.writeNull();
            return;
        }
        cbor.writeStartArray(null, 6);
        cbor.writeNumber(identity.kind().ordinal());
        RecordWriter.writeText(cbor, identity.signingKey());
        RecordWriter.writeText(cbor, identity.pdsHost());
        cbor.writeNumber(identity.fetchedAtMicros());
        cbor.writeNumber(identity.purgedAtMicros());
        writeForced(identity.forced(), cbor);
        cbor.writeEndArray();
    }

    private static void writeForced(ForcedLookUps forced, CBORGenerator cbor) throws IOException {
        List<ForcedLookUp> lookUps = forced.newestFirst();
        cbor.writeStartArray(null, lookUps.size() * 2);
        for (ForcedLookUp lookUp : lookUps) {
            cbor.writeString(lookUp.host());
            cbor.writeNumber(lookUp.atMicros());
        }
        cbor.writeEndArray();
    }

    private static AccountFacts readFacts(RecordReader in) {
        String host = in.textOrNull();
        LocalStatus local = in.oneOf(LOCAL);
        UpstreamStatus upstream = new UpstreamStatus(in.flag(), in.textOrNull());
        long enteredAtMicros = in.version() < 2 ? 0 : in.number();
        return new AccountFacts(host, local, upstream, enteredAtMicros, readCollections(in));
    }

    private static CollectionSet readCollections(RecordReader in) {
        CollectionSet collections = in.version() < 3 ? CollectionSet.NONE : CollectionSet.decode(in.bytes());
        if (collections == null) {
            throw new UnreadableRecord(NAME + " record: other bytes (expected: collections)");
        }
        return collections;
    }

    private static @Nullable RepoHead readHead(RecordReader in) {
        if (!in.enterOrNull()) {
            return null;
        }
        RepoHead head = new RepoHead(
                in.text(), cid(in.bytes()), cid(in.bytes()), in.flag(), in.version() < 3 ? null : in.textOrNull());
        in.leave();
        return head;
    }

    private static Cid cid(byte[] bytes) {
        Cid cid = Cid.fromBytes(bytes);
        if (cid == null) {
            throw new UnreadableRecord(NAME + " record: other bytes (expected: a CID)");
        }
        return cid;
    }

    private static @Nullable IdentityRecord readIdentity(RecordReader in) {
        if (!in.enterOrNull()) {
            return null;
        }
        IdentityRecord identity = new IdentityRecord(
                in.oneOf(KINDS), in.textOrNull(), in.textOrNull(), in.number(), in.number(), readForced(in));
        in.leave();
        return identity;
    }

    private static ForcedLookUps readForced(RecordReader in) {
        if (in.version() < 4) {
            var _ = in.number();
            return ForcedLookUps.NONE;
        }
        if (!in.enterOrNull()) {
            throw new UnreadableRecord(NAME + " record: null (expected: forced look-ups)");
        }
        List<ForcedLookUp> lookUps = new ArrayList<>(ForcedLookUps.HOSTS_MAX);
        for (String host = in.textOrEnd(); host != null; host = in.textOrEnd()) {
            lookUps.add(new ForcedLookUp(host, in.number()));
        }
        return new ForcedLookUps(lookUps);
    }

    private static List<HostMark> readMarks(RecordReader in) {
        if (!in.enterOrNull()) {
            throw new UnreadableRecord(NAME + " record: null (expected: marks)");
        }
        List<HostMark> marks = new ArrayList<>(AccountState.MARKS_MAX);
        for (String host = in.textOrEnd(); host != null; host = in.textOrEnd()) {
            marks.add(new HostMark(host, in.number(), in.number()));
        }
        return List.copyOf(marks);
    }
}
