package net.atrelay.atproto.stream;

import java.util.List;
import net.atrelay.atproto.cbor.CborReader;
import net.atrelay.atproto.cbor.Extent;
import net.atrelay.atproto.cbor.MalformedCbor;
import net.atrelay.atproto.cid.Cid;
import net.atrelay.atproto.syntax.Tid;
import org.jspecify.annotations.Nullable;

/// Reads the payload of a `#commit` (lexicon: subscribeRepos#commit). Owned by one call.
final class CommitDecoder {
    private static final int REQUIRED = FrameKey.set(
            FrameKey.OPS, FrameKey.REV, FrameKey.SEQ, FrameKey.TIME, FrameKey.SINCE, FrameKey.BLOCKS, FrameKey.COMMIT);
    private static final int REQUIRED_BY_LEXICON =
            REQUIRED | FrameKey.set(FrameKey.BLOBS, FrameKey.REBASE, FrameKey.TOO_BIG);

    private final EnvelopeFields fields;
    private final CborReader reader;
    private @Nullable Tid rev;
    private @Nullable Tid since;
    private long blocks;
    private @Nullable Cid commit;
    private @Nullable Cid prevData;
    private List<RepoOp> ops = List.of();
    private boolean rebase;
    private boolean tooBig;

    CommitDecoder(EnvelopeFields fields, CborReader reader) {
        this.fields = fields;
        this.reader = reader;
    }

    Frame decode() throws MalformedCbor, MalformedFrame {
        int pairs = Items.mapHeader(reader);
        long key = CborReader.FIRST_KEY;
        for (int i = 0; i < pairs; i++) {
            key = reader.readKey(key);
            readField(FrameKey.of(reader, key));
        }
        Envelope envelope = fields.finish(reader, fields.isStrict() ? REQUIRED_BY_LEXICON : REQUIRED);
        if (rev == null || commit == null) {
            return new Frame.Malformed(FrameReason.MISSING_FIELD);
        }
        RepoOps.requireUniquePaths(ops);
        return new CommitFrame(
                envelope,
                rev,
                since,
                Extent.offset(blocks),
                Extent.length(blocks),
                commit,
                prevData,
                ops,
                rebase,
                tooBig);
    }

    private void readField(FrameKey field) throws MalformedCbor, MalformedFrame {
        fields.saw(field);
        switch (field) {
            case SEQ -> fields.readSeq(reader);
            case REPO -> fields.readDid(reader);
            case TIME -> fields.readTime(reader);
            case OPS -> ops = RepoOps.read(fields, reader);
            case REV -> rev = Items.tid(fields.frame(), reader);
            case SINCE -> since = reader.tryNull() ? null : Items.tid(fields.frame(), reader);
            case BLOBS -> readBlobs();
            case BLOCKS -> blocks = Items.blocks(reader, FrameLimits.COMMIT_BLOCKS_BYTES_MAX);
            case COMMIT -> commit = Items.dagCbor(reader);
            case PREV_DATA -> prevData = Items.dagCbor(reader);
            case REBASE -> rebase = reader.readBoolean();
            case TOO_BIG -> tooBig = reader.readBoolean();
            default -> reader.skipItem(2);
        }
    }

    /// `blobs` is deprecated and ignored, but has to be an array of links for those who check it. Old encoders write
    /// null.
    private void readBlobs() throws MalformedCbor {
        if (!fields.isStrict() && reader.tryNull()) {
            return;
        }
        int count = reader.readArrayHeader();
        for (int i = 0; i < count; i++) {
            reader.skipLink();
        }
    }
}
