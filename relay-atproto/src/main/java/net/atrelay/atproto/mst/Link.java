package net.atrelay.atproto.mst;

import net.atrelay.atproto.cbor.Extent;
import net.atrelay.atproto.cid.Cid;

/// A binary CID where it lies, mostly in the received frame. The bytes are shared and never written.
record Link(byte[] bytes, int offset, int length) {
    static Link of(Cid cid) {
        return new Link(cid.toBytes(), 0, Cid.BYTES);
    }

    static Link at(byte[] bytes, long extent) {
        return new Link(bytes, Extent.offset(extent), Extent.length(extent));
    }

    boolean is(Cid cid) {
        return length == Cid.BYTES && cid.matches(bytes, offset);
    }
}
