package net.atrelay.atproto.car;

import java.util.Arrays;
import net.atrelay.atproto.cbor.CborReader;
import net.atrelay.atproto.cbor.Extent;
import net.atrelay.atproto.cbor.MalformedCbor;
import net.atrelay.atproto.cid.Cid;
import net.atrelay.atproto.cid.Sha256;

/// A CAR v1 read in place: the first root, and where each block lies in the array (spec: repository, CAR File
/// Serialization).
///
/// ```
/// car     = varint(length of header) header *( varint(36 + length of block) cid block )
/// header  = DRISL {"roots": [CID...], "version": 1}
/// ```
/// Every block's hash has been checked when an instance exists, so one that lies cannot be used by mistake. Blocks may
/// come in any order, twice, and without being referred to. Look-up is by binary search over the digests. Immutable.
public final class CarSlice implements CarDecoded {
    /// Sections of one CAR. 200 ops on a repo of ten million records need some 5,000 blocks at most; 2,000,000 bytes
    /// hold ten times as many, which all have to be hashed before anything is known of them.
    public static final int BLOCKS_MAX = 8_192;
    /// Roots of one CAR.
    public static final int ROOTS_MAX = 16;
    /// What [#find(Cid)] gives for a block that is not here.
    public static final long ABSENT = -1L;

    private final byte[] bytes;
    private final Cid root;
    private final int rootCount;
    private final CarSections sections;

    private CarSlice(byte[] bytes, Cid root, int rootCount, CarSections sections) {
        this.bytes = bytes;
        this.root = root;
        this.rootCount = rootCount;
        this.sections = sections;
    }

    /// Reads a CAR that is a whole array.
    public static CarDecoded parse(byte[] bytes, CarRoots roots) {
        return parse(bytes, 0, bytes.length, roots);
    }

    /// Reads a CAR that is a piece of an array. The array is kept, not copied.
    public static CarDecoded parse(byte[] bytes, int offset, int length, CarRoots roots) {
        try {
            return parseOrThrow(bytes, offset, offset + length, roots);
        } catch (MalformedCar malformed) {
            return new Malformed(malformed.reason());
        } catch (MalformedCbor malformed) {
            return new Malformed(CarReason.CAR_HEADER);
        }
    }

    /// The array that extents are pieces of.
    public byte[] bytes() {
        return bytes;
    }

    /// The first root: the commit.
    public Cid root() {
        return root;
    }

    public int rootCount() {
        return rootCount;
    }

    /// Number of sections, duplicates counted.
    public int blockCount() {
        return sections.count();
    }

    /// The bytes of a block as an [Extent], or [#ABSENT].
    public long find(Cid cid) {
        byte[] binary = new byte[Cid.BYTES];
        cid.copyTo(binary, 0);
        return find(binary, 0);
    }

    /// The bytes of the block whose CID stands at `cidOffset` of `cidBytes` as an [Extent], or [#ABSENT].
    public long find(byte[] cidBytes, int cidOffset) {
        return sections.find(cidBytes, cidOffset);
    }

    /// The CID of a section, by its place in the CAR from 0.
    public Cid cidOf(int section) {
        return Cid.at(bytes, sections.cidOffset(section));
    }

    /// The block of a section as an [Extent], by its place in the CAR from 0.
    public long blockOf(int section) {
        return sections.block(section);
    }

    /// A copy of a block's bytes; for tools and tests.
    public byte[] copyOf(long extent) {
        return Arrays.copyOfRange(bytes, Extent.offset(extent), Extent.end(extent));
    }

    private static CarSlice parseOrThrow(byte[] bytes, int offset, int limit, CarRoots policy)
            throws MalformedCar, MalformedCbor {
        CarCursor cursor = new CarCursor(bytes, offset, limit);
        int headerLength = cursor.readLength();
        CborReader header = new CborReader(bytes, cursor.position(), cursor.position() + headerLength);
        int rootsOffset = readHeader(header);
        header.position(rootsOffset);
        int rootCount = header.readArrayHeader();
        if (rootCount == 0 || rootCount > ROOTS_MAX || (rootCount > 1 && policy == CarRoots.EXACTLY_ONE)) {
            throw MalformedCar.because(CarReason.CAR_ROOTS);
        }
        Cid root = header.readCid();
        if (!root.isDagCbor()) {
            throw MalformedCar.because(CarReason.CAR_CID);
        }
        cursor.skip(headerLength);
        CarSections sections = readSections(cursor, bytes);
        return new CarSlice(bytes, root, rootCount, sections);
    }

    /// Checks the header, which has no further keys, and gives the offset of the value of `roots`.
    private static int readHeader(CborReader header) throws MalformedCar, MalformedCbor {
        int rootsOffset = -1;
        long version = -1;
        int pairs = header.readMapHeader();
        long key = CborReader.FIRST_KEY;
        for (int i = 0; i < pairs; i++) {
            key = header.readKey(key);
            if (header.textEquals(key, CarHeader.ROOTS)) {
                rootsOffset = header.position();
                header.skipItem();
            } else if (header.textEquals(key, CarHeader.VERSION)) {
                version = header.readLong();
            } else {
                throw MalformedCar.because(CarReason.CAR_HEADER);
            }
        }
        header.expectEnd();
        if (version != 1) {
            throw MalformedCar.because(version < 0 ? CarReason.CAR_HEADER : CarReason.CAR_VERSION);
        }
        if (rootsOffset < 0) {
            throw MalformedCar.because(CarReason.CAR_HEADER);
        }
        return rootsOffset;
    }

    private static CarSections readSections(CarCursor cursor, byte[] bytes) throws MalformedCar {
        CarSections sections = new CarSections(bytes, cursor.countParts(BLOCKS_MAX));
        byte[] digest = new byte[Sha256.BYTES];
        while (!cursor.atEnd()) {
            int length = cursor.readLength();
            int cidOffset = cursor.position();
            if (length < Cid.BYTES || !Cid.isCid(bytes, cidOffset)) {
                throw MalformedCar.because(CarReason.CAR_CID);
            }
            int blockLength = length - Cid.BYTES;
            if (!Cid.isHashOf(bytes, cidOffset, cidOffset + Cid.BYTES, blockLength, digest)) {
                throw MalformedCar.because(CarReason.CAR_HASH);
            }
            sections.add(cidOffset, blockLength);
            cursor.skip(length);
        }
        sections.index();
        return sections;
    }
}
