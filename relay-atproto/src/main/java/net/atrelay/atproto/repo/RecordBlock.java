package net.atrelay.atproto.repo;

import net.atrelay.atproto.car.CarSlice;
import net.atrelay.atproto.cbor.Drisl;
import net.atrelay.atproto.cbor.Extent;
import net.atrelay.atproto.cid.Cid;

/// What a slice holds of one record. A relay asks no more than that it is a map of DRISL within the size limit (spec:
/// sync; protocol reference §5.5 row 19).
public enum RecordBlock {
    SOUND,
    /// The slice does not hold the record.
    MISSING,
    /// Longer than [#BYTES_MAX].
    TOO_LARGE,
    /// Not exactly one DRISL map.
    MALFORMED;

    /// Longest record, bytes. The specification says 1,000,000, and hosts that count in MiB are tolerated (protocol
    /// reference §12 row 5).
    public static final int BYTES_MAX = 1 << 20;

    /// Finds and checks the record with this CID.
    public static RecordBlock of(CarSlice slice, Cid record) {
        long block = slice.find(record);
        if (block == CarSlice.ABSENT) {
            return MISSING;
        }
        int length = Extent.length(block);
        if (length > BYTES_MAX) {
            return TOO_LARGE;
        }
        return Drisl.isValidMap(slice.bytes(), Extent.offset(block), length) ? SOUND : MALFORMED;
    }
}
