package net.atrelay.store.rocks;

import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import java.io.IOException;
import net.atrelay.store.account.AccountState;
import net.atrelay.store.account.HostMark;
import net.atrelay.store.account.IdentityRecord;
import net.atrelay.store.account.RepoHead;
import net.atrelay.store.record.RecordWriter;
import org.jspecify.annotations.Nullable;

/// Account records as they were written before layout 4, by hand from their descriptions.
final class OldLayout {
    /// One for all hosts.
    private static final long FORCED_AT_MICROS = 7;

    private OldLayout() {}

    /// @param version 1, 2 or 3
    static byte[] of(int version, AccountState state) {
        return RecordWriter.encode(version, 6 + version, cbor -> {
            RecordWriter.writeText(cbor, state.host());
            cbor.writeNumber(state.local().ordinal());
            cbor.writeBoolean(state.upstream().active());
            RecordWriter.writeText(cbor, state.upstream().status());
            if (version >= 2) {
                cbor.writeNumber(state.enteredAtMicros());
            }
            if (version == 3) {
                cbor.writeBinary(state.collections().encoded());
            }
            writeHead(version, state.head(), cbor);
            writeIdentity(state.identity(), cbor);
            cbor.writeStartArray(null, state.marks().size() * 3);
            for (HostMark mark : state.marks()) {
                cbor.writeString(mark.host());
                cbor.writeNumber(mark.epoch());
                cbor.writeNumber(mark.hostSeq());
            }
            cbor.writeEndArray();
        });
    }

    private static void writeHead(int version, @Nullable RepoHead head, CBORGenerator cbor) throws IOException {
        if (head == null) {
            cbor.writeNull();
            return;
        }
        cbor.writeStartArray(null, version == 3 ? 5 : 4);
        cbor.writeString(head.rev());
        cbor.writeBinary(head.commit().toBytes());
        cbor.writeBinary(head.data().toBytes());
        cbor.writeBoolean(head.desynchronized());
        if (version == 3) {
            RecordWriter.writeText(cbor, head.listedRev());
        }
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
        cbor.writeNumber(FORCED_AT_MICROS);
        cbor.writeEndArray();
    }
}
