package net.atrelay.atproto.mst;

import static net.atrelay.atproto.mst.TreeFault.because;

import net.atrelay.atproto.cbor.CborReader;
import net.atrelay.atproto.cbor.Extent;
import net.atrelay.atproto.cbor.MalformedCbor;
import net.atrelay.atproto.cid.Cid;
import org.jspecify.annotations.Nullable;

/// What the block of one node says, everything checked that the block alone can show:
///
/// ```
/// node  = { "e": [ entry... ], "l": link or null }
/// entry = { "k": rest of the key, "p": length of the prefix shared with the key before, "t": link or null, "v": link }
/// ```
/// Each key has one form and one place, so whatever passes here would be written as the same bytes again. That is
/// what lets a changed node be encoded anew; unknown fields are refused for its sake (protocol reference §12 row 24).
///
/// @param keys the whole keys, ascending
/// @param links `l` and then each `t`: one more than keys
record NodeBlock(byte[][] keys, Link[] values, @Nullable Link[] links) {
    static final byte[] E = {'e'};
    static final byte[] L = {'l'};
    static final byte[] K = {'k'};
    static final byte[] P = {'p'};
    static final byte[] T = {'t'};
    static final byte[] V = {'v'};
    /// What the first key follows.
    static final byte[] NO_KEY = {};

    static NodeBlock read(byte[] bytes, long block) throws TreeFault, MalformedCbor {
        CborReader reader = new CborReader(bytes, Extent.offset(block), Extent.end(block));
        requireForm(reader.readMapHeader() == 2);
        requireForm(reader.tryKey(E));
        int size = reader.readArrayHeader();
        if (size > TreeLimits.ENTRIES_MAX) {
            throw because(TreeReason.NODE_ENTRIES);
        }
        NodeBlock node = new NodeBlock(new byte[size][], new Link[size], new @Nullable Link[size + 1]);
        for (int i = 0; i < size; i++) {
            node.readEntry(bytes, reader, i);
        }
        requireForm(reader.tryKey(L));
        node.links[0] = readSubtree(bytes, reader);
        reader.expectEnd();
        return node;
    }

    private void readEntry(byte[] bytes, CborReader reader, int index) throws TreeFault, MalformedCbor {
        requireForm(reader.readMapHeader() == 4);
        requireForm(reader.tryKey(K));
        long rest = reader.readBytes();
        requireForm(reader.tryKey(P));
        long shared = reader.readLong();
        keys[index] = key(index == 0 ? NO_KEY : keys[index - 1], shared, bytes, rest);
        requireForm(reader.tryKey(T));
        links[index + 1] = readSubtree(bytes, reader);
        requireForm(reader.tryKey(V));
        values[index] = Link.at(bytes, reader.readSha256Link());
    }

    /// The key that follows `previous`. It has to begin with as much of that as it can, so one byte tells its order.
    private static byte[] key(byte[] previous, long shared, byte[] bytes, long rest) throws TreeFault {
        if (shared < 0 || shared > previous.length) {
            throw because(TreeReason.KEY_PREFIX);
        }
        int prefix = (int) shared;
        int from = Extent.offset(rest);
        int length = prefix + Extent.length(rest);
        if (length == 0 || length > TreeLimits.KEY_BYTES_MAX) {
            throw because(TreeReason.KEY_LENGTH);
        }
        if (length == prefix) {
            throw because(TreeReason.KEY_ORDER);
        }
        if (prefix < previous.length) {
            int order = Byte.compareUnsigned(bytes[from], previous[prefix]);
            if (order <= 0) {
                throw because(order == 0 ? TreeReason.KEY_PREFIX : TreeReason.KEY_ORDER);
            }
        }
        byte[] key = new byte[length];
        System.arraycopy(previous, 0, key, 0, prefix);
        System.arraycopy(bytes, from, key, prefix, length - prefix);
        return key;
    }

    /// A link to a node has the one form that nodes have, unlike one to a record.
    private static @Nullable Link readSubtree(byte[] bytes, CborReader reader) throws TreeFault, MalformedCbor {
        if (reader.tryNull()) {
            return null;
        }
        int offset = reader.readCidOffset();
        requireForm(Cid.isDagCbor(bytes, offset));
        return new Link(bytes, offset, Cid.BYTES);
    }

    private static void requireForm(boolean holds) throws TreeFault {
        if (!holds) {
            throw because(TreeReason.NODE_FORM);
        }
    }
}
